// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/server/http/message.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace relief::http {

/// The files of one folder, read into memory once. What is not in it then is never served: no
/// request comes near a file system, so no path leads out of the folder.
class StaticFiles {
  public:
    struct Limits {
        std::size_t files_max = 2000;
        std::uint64_t bytes_max = std::uint64_t{64} << 20;
    };

    /// Holds no file.
    StaticFiles() = default;
    /// Reads every regular file below `folder`. Links, special files, names that begin with a dot
    /// or hold anything but ASCII letters, digits, ".", "-" and "_" are left out and listed in
    /// left_out(). bad_input (http.files) where the folder cannot be read or is too large.
    explicit StaticFiles(const std::filesystem::path& folder);
    StaticFiles(const std::filesystem::path& folder, const Limits& limits);

    [[nodiscard]] bool holds(std::string_view path) const { return files_.contains(path); }
    [[nodiscard]] std::size_t size() const { return files_.size(); }
    [[nodiscard]] const std::vector<std::string>& left_out() const { return left_out_; }

    /// The answer to GET or HEAD of the file `path` ("/index.html"), which must be there: 200, or
    /// 304 where the client's If-None-Match names what we hold. `X.gz` beside X is sent in its
    /// place to who takes gzip, and is no address of its own. Files below /assets/ have their
    /// content's hash in their names and are kept for a year; the others are asked for each time.
    [[nodiscard]] Response answer(const Request& request, std::string_view path) const;

  private:
    struct Form {
        std::shared_ptr<const std::string> bytes;  ///< null = there is none
        std::string tag;                           ///< an ETag, with its quotes
    };
    struct File {
        std::string type;
        Form plain;
        Form gzip;
    };

    std::map<std::string, File, std::less<>> files_;
    std::vector<std::string> left_out_;
};

/// Whether a client that sends this Accept-Encoding takes gzip: named, or "*", with a weight that
/// is not 0.
[[nodiscard]] bool takes_gzip(std::string_view accept_encoding);

/// Whether If-None-Match names the tag ("*", or one of a list; weak tags count as strong ones).
[[nodiscard]] bool names_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace relief::http
