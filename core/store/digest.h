// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace relief {

/// SHA-256 as lower-case hex.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// The hash of "nothing before": 64 zeros.
[[nodiscard]] std::string zero_hash();

/// A list of fields as bytes for hashing. Each field has its length before it, so that no two
/// different lists give the same bytes; `what` keeps lists of different meaning apart.
class CanonicalBytes {
  public:
    CanonicalBytes() = default;  ///< a part of a list that says what it is
    explicit CanonicalBytes(std::string_view what) { add(what); }

    /// The same as a new list, in the room of this one.
    void begin(std::string_view what) {
        bytes_.clear();
        add(what);
    }

    CanonicalBytes& add(std::string_view field);
    CanonicalBytes& add(std::int64_t field);
    /// Fields that another list has made into bytes already.
    CanonicalBytes& add_bytes(std::string_view bytes) {
        bytes_ += bytes;
        return *this;
    }
    [[nodiscard]] std::string sha256() const { return sha256_hex(bytes_); }
    [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

  private:
    std::string bytes_;
};

}  // namespace relief
