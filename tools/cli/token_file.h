// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace relief {

/// Where the token of a server is kept for this user: RELIEF_TOKEN_FILE, else relief/tokens.json
/// below XDG_CONFIG_HOME or ~/.config. "" where there is no home.
[[nodiscard]] std::filesystem::path token_file();

/// The token to show a server: RELIEF_TOKEN, else the one kept for it; "" where there is none.
[[nodiscard]] std::string token_for(const std::string& server);

/// Keeps a token for a server, readable by this user alone; "" forgets it. bad_input file.write.
void keep_token(const std::string& server, const std::string& token);

}  // namespace relief
