// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct zip;

namespace relief {

/// A zip archive in memory, read part by part and never unpacked to disk. What the archive says of
/// its sizes is only a first check: the bytes that really come out are counted, and the check sum
/// is compared. Names that lead out of an archive are refused (sheet.unsafe) although nothing is
/// ever written under a name. `bytes` must outlive it.
class ZipArchive {
  public:
    ZipArchive(std::string_view bytes, const std::string& file);

    [[nodiscard]] bool has(const std::string& part) const;
    /// Hands the part over piece by piece; stops early where `take` answers false. bad_input
    /// (sheet.damaged, sheet.size beyond `bytes_max`, sheet.encrypted), naming the part.
    void read(const std::string& part, std::size_t bytes_max,
              const std::function<bool(std::string_view piece)>& take) const;

  private:
    struct Close {
        void operator()(zip* archive) const;
    };

    void check_names() const;

    std::string file_;
    std::unique_ptr<zip, Close> archive_;
};

}  // namespace relief
