// SPDX-License-Identifier: Apache-2.0
#include "tests/house/house_rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <regex>
#include <sstream>
#include <string>

namespace relief::house {
namespace {

/// A room and the rooms whose headers it may include beside its own.
struct Room {
    std::string_view name;
    std::vector<std::string_view> may_include;
};

const std::vector<Room>& rooms() {
    static const std::vector<Room> all{
        {"core", {}},
        {"gis", {"core"}},
        {"reserves", {"core"}},
        {"routing", {"core", "gis", "reserves"}},
        {"alerts", {"core", "gis"}},
        {"tools/desk", {"core", "gis", "reserves", "routing", "alerts"}},
        // HTTP itself knows nothing of what is served.
        {"tools/server/http", {"core"}},
        // The commands are described once, for the command line and for the server.
        {"tools/commands", {"core", "gis", "reserves", "routing", "alerts", "tools/desk"}},
        {"tools/server",
         {"core", "gis", "reserves", "routing", "alerts", "tools/desk", "tools/commands",
          "tools/server/http"}},
        // What is measured is the whole of it.
        {"tools/benchmarks",
         {"core", "gis", "reserves", "routing", "alerts", "tools/desk", "tools/commands",
          "tools/server", "tools/server/http"}},
        // The command line starts the server, and asks one.
        {"tools/cli",
         {"core", "gis", "reserves", "routing", "alerts", "tools/desk", "tools/commands",
          "tools/server", "tools/server/http"}},
    };
    return all;
}

/// The other doors stand beside each other, each onto the desk.
std::vector<std::string_view> allowed_rooms(std::string_view room) {
    for (const Room& known : rooms()) {
        if (known.name == room) {
            return known.may_include;
        }
    }
    return {"core", "gis", "reserves", "routing", "alerts", "tools/desk", "tools/server/http"};
}

/// Headers beginning so may be included below `folders` only.
struct Fence {
    std::string_view header;
    std::vector<std::string_view> folders;
};

const std::vector<Fence>& fences() {
    static const std::vector<Fence> all{
        {"sqlite3", {"core/store/"}},
        {"zip.h", {"core/table/"}},
        {"sodium", {"core/people/"}},
        {"expat", {"core/table/"}},
        {"freexl", {"core/table/"}},
        {"xlsxwriter", {"core/table/"}},
        {"gdal", {"gis/maps/", "tools/benchmarks/"}},
        {"ogr", {"gis/maps/"}},
        {"cpl_", {"gis/maps/"}},
        {"proj.h", {"gis/maps/"}},
        {"proj/", {"gis/maps/"}},
        {"proj_api", {"gis/maps/"}},
        {"geodesic", {"gis/maps/"}},
        {"geos", {"gis/maps/"}},
        {"CLI/", {"tools/cli/"}},
        {"Clp", {"routing/solver/"}},
        {"Cbc", {"routing/solver/"}},
        {"Coin", {"routing/solver/"}},
        {"Osi", {"routing/solver/"}},
        {"clp/", {"routing/solver/"}},
        {"coin/", {"routing/solver/"}},
        {"lemon/", {"routing/solver/", "tools/benchmarks/"}},
        {"cairo", {"reserves/print/pdf/"}},
        {"pango", {"reserves/print/pdf/"}},
        {"qrencode", {"reserves/print/"}},
        {"protozero/", {"routing/network/", "tests/routing/"}},
        {"libdeflate", {"routing/network/", "tests/routing/", "tools/benchmarks/"}},
        {"osmium/", {"tools/benchmarks/"}},
        {"Eigen/", {"gis/assessment/"}},
        {"libxml/", {"alerts/cap/xml/", "alerts/cap/signature", "tools/benchmarks/"}},
        {"xmlsec", {"alerts/cap/signature"}},
        {"curl/", {"alerts/channel/web/", "tools/cli/web/"}},
        {"boost/beast", {"tools/server/http/", "tools/benchmarks/"}},
        {"boost/asio", {"tools/server/http/", "tools/benchmarks/", "tools/commands/interrupt"}},
        {"openssl/ssl", {"tools/server/http/", "tools/benchmarks/"}},
    };
    return all;
}

bool starts_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

struct Include {
    std::string header;
    bool quoted = false;
};

/// The header of an #include line, whatever the blanks in it.
std::optional<Include> read_include(std::string_view line) {
    const auto skip_blanks = [&line] {
        const std::size_t at = line.find_first_not_of(" \t");
        line.remove_prefix(at == std::string_view::npos ? line.size() : at);
    };
    const auto take = [&line](std::string_view word) {
        const bool there = starts_with(line, word);
        if (there) {
            line.remove_prefix(word.size());
        }
        return there;
    };
    skip_blanks();
    if (!take("#")) {
        return std::nullopt;
    }
    skip_blanks();
    if (!take("include")) {
        return std::nullopt;
    }
    skip_blanks();
    const bool quoted = take("\"");
    if (!quoted && !take("<")) {
        return std::nullopt;
    }
    const std::size_t end = line.find(quoted ? '"' : '>');
    return Include{std::string(line.substr(0, end)), quoted};
}

std::optional<std::string> own_header_breach(std::string_view room, const Include& include) {
    const std::string target = room_of(include.header);
    if (target.empty()) {
        if (starts_with(include.header, "tests/")) {
            return "a room includes from the tests: " + include.header;
        }
        return include.quoted ? std::optional("not included from the root: " + include.header)
                              : std::nullopt;
    }
    const auto allowed = allowed_rooms(room);
    if (target == room || std::find(allowed.begin(), allowed.end(), target) != allowed.end()) {
        return std::nullopt;
    }
    return std::string(room) + " must not know " + target + ": " + include.header;
}

std::optional<std::string> fence_breach(const std::string& file, const Include& include) {
    if (include.header == "nlohmann/json.hpp" && ends_with(file, ".h")) {
        return "the full JSON header stays out of headers (json_fwd.hpp is for them)";
    }
    // Beast costs ten seconds a file that includes it, and Asio little less.
    const bool heavy = starts_with(include.header, "boost/beast") ||
                       starts_with(include.header, "boost/asio") ||
                       starts_with(include.header, "openssl/ssl");
    if (heavy && ends_with(file, ".h")) {
        return include.header + " stays out of headers";
    }
    for (const Fence& fence : fences()) {
        const auto inside = [&file](std::string_view folder) { return starts_with(file, folder); };
        if (starts_with(include.header, fence.header) && room_of(include.header).empty() &&
            std::none_of(fence.folders.begin(), fence.folders.end(), inside)) {
            return include.header + " is fenced into " + std::string(fence.folders.front());
        }
    }
    return std::nullopt;
}

}  // namespace

std::string room_of(std::string_view file) {
    const std::size_t slash = file.find('/');
    if (slash == std::string_view::npos) {
        return "";
    }
    const std::string_view first = file.substr(0, slash);
    if (starts_with(file, "tools/server/http/")) {
        return "tools/server/http";
    }
    if (first == "tools") {
        const std::size_t next = file.find('/', slash + 1);
        return next == std::string_view::npos ? "" : std::string(file.substr(0, next));
    }
    constexpr std::array<std::string_view, 5> folders{"core", "gis", "reserves", "routing",
                                                      "alerts"};
    const bool known = std::find(folders.begin(), folders.end(), first) != folders.end();
    return known ? std::string(first) : "";
}

std::vector<Breach> check_includes(const std::string& file, std::string_view text) {
    std::vector<Breach> breaches;
    const std::string room = room_of(file);
    std::istringstream lines{std::string(text)};
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        const auto include = read_include(line);
        if (!include || room.empty()) {
            continue;
        }
        if (const auto breach = own_header_breach(room, *include)) {
            breaches.push_back({file, number, *breach});
        }
        if (const auto breach = fence_breach(file, *include)) {
            breaches.push_back({file, number, *breach});
        }
    }
    return breaches;
}

std::vector<Breach> check_form(const std::string& file, std::string_view text) {
    constexpr std::string_view licence = "// SPDX-License-Identifier: Apache-2.0\n";
    constexpr auto lines_max = 800;
    std::vector<Breach> breaches;
    if (!starts_with(text, licence)) {
        breaches.push_back({file, 1, "the first line is not the SPDX licence line"});
    }
    const auto lines = std::count(text.begin(), text.end(), '\n');
    if (lines > lines_max) {
        breaches.push_back({file, 0, std::to_string(lines) + " lines are more than 800"});
    }
    return breaches;
}

std::vector<Breach> check_type_names(const std::vector<Header>& headers) {
    static const std::regex space(R"(^namespace ([a-z_:0-9]+) \{)");
    static const std::regex type(
        R"(^(?:struct|class|enum class) ([A-Za-z0-9_]+)(?: final)?(?: :[^:;][^;]*)? \{)");
    std::map<std::string, std::string> first;
    std::vector<Breach> breaches;
    for (const Header& header : headers) {
        std::istringstream lines(header.text);
        std::string within;
        std::string line;
        std::smatch found;
        for (int number = 1; std::getline(lines, line); ++number) {
            if (std::regex_search(line, found, space)) {
                within = found[1];
            } else if (std::regex_search(line, found, type)) {
                const std::string name = within + "::" + found[1].str();
                const auto [at, is_new] = first.emplace(name, header.file);
                if (!is_new) {
                    breaches.push_back({.file = header.file,
                                        .line = number,
                                        .what = name + " is defined in " + at->second + " too"});
                }
            }
        }
    }
    return breaches;
}

std::vector<std::string> source_files(const std::filesystem::path& root) {
    constexpr std::array<std::string_view, 7> folders{"core",   "gis",   "reserves", "routing",
                                                      "alerts", "tools", "tests"};
    std::vector<std::string> files;
    for (const std::string_view folder : folders) {
        if (!std::filesystem::exists(root / folder)) {
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            const std::string ending = entry.path().extension().string();
            const std::string file = entry.path().lexically_relative(root).generic_string();
            // What npm fetched and what was built is not ours.
            const bool ours = file.find("node_modules/") == std::string::npos;
            if (ours && entry.is_regular_file() && (ending == ".h" || ending == ".cpp")) {
                files.push_back(file);
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string to_text(const std::vector<Breach>& breaches) {
    std::string text;
    for (const Breach& breach : breaches) {
        text += breach.file + ':' + std::to_string(breach.line) + ": " + breach.what + '\n';
    }
    return text;
}

}  // namespace relief::house
