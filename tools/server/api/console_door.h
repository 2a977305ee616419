// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/server/http/message.h"
#include "tools/server/http/static_files.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// The web console: files that were built once, the same for everybody. They are public, because
/// logging in happens in them; what they show comes over /api and needs a log-in.
///
/// A file's path gives the file; "/" and the console's own routes ("/map", "/events/2017-07…")
/// give its index.html, which shows the page of that name.
class ConsoleDoor {
  public:
    /// `folder` empty: no console was built, and a plain page says how. bad_input (console.folder)
    /// where the folder holds no index.html; errors as http::StaticFiles.
    explicit ConsoleDoor(const std::filesystem::path& folder);

    /// nullopt where the address is none of the console's: below /api/, /healthz, /metrics, or
    /// asked for by another method than GET and HEAD. A path that is neither a file nor a route is
    /// answered with 404 here, so that no log-in is asked for what is not there.
    [[nodiscard]] std::optional<http::Response> answer(const http::Request& request) const;

    /// Names in the folder that are not served: links, hidden files.
    [[nodiscard]] const std::vector<std::string>& left_out() const { return files_.left_out(); }

  private:
    http::StaticFiles files_;
};

/// Where the console of this program is: `../share/relief/console` of its folder (installed), or
/// `console` in it (built). "" where neither holds an index.html.
[[nodiscard]] std::filesystem::path find_console(const std::filesystem::path& program);

}  // namespace relief
