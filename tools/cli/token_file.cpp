// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/token_file.h"

#include "core/data_source.h"
#include "core/error.h"
#include "tools/desk/output_file.h"

#include <cstdlib>
#include <system_error>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

nlohmann::json read_tokens(const fs::path& file) {
    std::error_code none;
    if (file.empty() || !fs::exists(file, none)) {
        return nlohmann::json::object();
    }
    auto tokens = nlohmann::json::parse(read_file(file), nullptr, false);
    return tokens.is_object() ? tokens : nlohmann::json::object();
}

}  // namespace

fs::path token_file() {
    if (const std::string file = environment("RELIEF_TOKEN_FILE"); !file.empty()) {
        return file;
    }
    if (const std::string folder = environment("XDG_CONFIG_HOME"); !folder.empty()) {
        return fs::path(folder) / "relief" / "tokens.json";
    }
    const std::string home = environment("HOME");
    return home.empty() ? fs::path() : fs::path(home) / ".config" / "relief" / "tokens.json";
}

std::string token_for(const std::string& server) {
    if (std::string token = environment("RELIEF_TOKEN"); !token.empty()) {
        return token;
    }
    const nlohmann::json tokens = read_tokens(token_file());
    return tokens.contains(server) && tokens[server].is_string() ? tokens[server] : "";
}

void keep_token(const std::string& server, const std::string& token) {
    const fs::path file = token_file();
    if (file.empty()) {
        throw bad_input({.code = "file.write",
                         .message = "there is no place to keep the session",
                         .field = "HOME",
                         .expected = "HOME, XDG_CONFIG_HOME or RELIEF_TOKEN_FILE"});
    }
    nlohmann::json tokens = read_tokens(file);
    if (token.empty()) {
        tokens.erase(server);
    } else {
        tokens[server] = token;
    }
    if (file.has_parent_path()) {
        fs::create_directories(file.parent_path());
    }
    write_output_file(file, tokens.dump(2) + "\n");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace relief
