// SPDX-License-Identifier: Apache-2.0
#include "alerts/channel/config.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/json_depth.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 8> kinds{"file", "webhook",   "sms",  "smtp",
                                                "feed", "fax_sheet", "call", "call_list"};

struct Reader {
    std::filesystem::path file;

    [[nodiscard]] Error wrong(std::string field, std::string found, std::string expected) const {
        return bad_input({.code = "alert.channel",
                          .message = "a channel is not told rightly",
                          .file = file.string(),
                          .field = std::move(field),
                          .found = std::move(found),
                          .expected = std::move(expected)});
    }

    [[nodiscard]] std::string text(const json& in, const char* field, bool needed) const {
        if (in.is_object() && in.contains(field) && in[field].is_string()) {
            return in[field].get<std::string>();
        }
        if (needed || (in.is_object() && in.contains(field))) {
            throw wrong(field, in.is_object() && in.contains(field) ? in[field].dump() : "nothing",
                        "a text");
        }
        return "";
    }

    [[nodiscard]] std::string path(const std::string& text) const {
        const std::filesystem::path given(text);
        return given.is_absolute() ? text : (file.parent_path() / given).string();
    }

    [[nodiscard]] ChannelConfig channel(const json& in) const {
        ChannelConfig made{.id = text(in, "id", true),
                           .kind = text(in, "kind", true),
                           .address = text(in, "address", false),
                           .secret_file = text(in, "secret_file", false),
                           .sender = text(in, "sender", false)};
        if (std::ranges::find(kinds, made.kind) == kinds.end()) {
            throw wrong(made.id + ".kind", made.kind,
                        fmt::format("one of {}", fmt::join(kinds, ", ")));
        }
        const auto begins = [&](std::initializer_list<std::string_view> schemes) {
            return std::ranges::any_of(
                schemes, [&](std::string_view scheme) { return made.address.starts_with(scheme); });
        };
        const bool by_http = made.kind == "webhook" || made.kind == "sms";
        if (by_http && !begins({"http://", "https://"})) {
            throw wrong(made.id + ".address", made.address, "http:// or https://");
        }
        if (made.kind == "smtp" && !begins({"smtp://", "smtps://"})) {
            throw wrong(made.id + ".address", made.address, "smtp:// or smtps://");
        }
        const bool on_disk = made.kind == "file" || made.kind == "feed" ||
                             made.kind == "fax_sheet" || made.kind == "call_list";
        if (on_disk) {
            if (made.address.empty()) {
                throw wrong(made.id + ".address", "nothing", "a folder, or the path of a file");
            }
            made.address = path(made.address);
        }
        if (by_http && made.secret_file.empty()) {
            throw wrong(made.id + ".secret_file", "nothing",
                        "the file of the key bodies are signed with");
        }
        if (!made.secret_file.empty()) {
            made.secret_file = path(made.secret_file);
        }
        if (made.kind == "smtp" && made.sender.empty()) {
            throw wrong(made.id + ".sender", "nothing", "the address it is from");
        }
        if (made.kind != "call_list") {  // whom it calls stands in its table
            read_targets(in, made);
        }
        return made;
    }

    void read_targets(const json& in, ChannelConfig& made) const {
        if (!in.contains("targets") || !in["targets"].is_array() || in["targets"].empty()) {
            throw wrong(made.id + ".targets", "nothing", "[{county, address}, …]");
        }
        for (const json& target : in["targets"]) {
            const std::string county = text(target, "county", true);
            const std::string address = text(target, "address", false);
            const bool digits = county.size() == 6 && std::ranges::all_of(county, [](char sign) {
                                    return sign >= '0' && sign <= '9';
                                });
            const bool safe = std::ranges::none_of(address, [](unsigned char sign) {
                return sign < 0x20 || sign == '<' || sign == '>' || sign == 0x7F;
            });
            const bool needs = made.kind == "sms" || made.kind == "smtp" || made.kind == "call";
            if (!digits || !safe || (needs && address.empty())) {
                throw wrong(made.id + ".targets", target.dump(),
                            "a county of 6 figures and an address on one line");
            }
            made.targets.push_back({.county = county, .address = address});
        }
    }

    [[nodiscard]] std::vector<ChannelConfig> list(const json& all, const char* name) const {
        std::vector<ChannelConfig> channels;
        if (!all.contains(name)) {
            return channels;
        }
        if (!all[name].is_array()) {
            throw wrong(name, all[name].dump(), "a list of channels");
        }
        std::set<std::string> ids;
        for (const json& one : all[name]) {
            channels.push_back(channel(one));
            if (!ids.insert(channels.back().id).second) {
                throw wrong(std::string(name) + ".id", channels.back().id, "each id once");
            }
        }
        return channels;
    }
};

/// Where a channel ends: a drill must end nowhere a warning does.
std::set<std::string> ends_of(const std::vector<ChannelConfig>& channels) {
    std::set<std::string> ends;
    for (const ChannelConfig& channel : channels) {
        if (channel.kind != "call" && channel.kind != "smtp") {
            ends.insert(channel.address);
        }
        for (const ChannelTarget& target : channel.targets) {
            if (!target.address.empty()) {
                ends.insert(channel.kind + ":" + target.address);
            }
        }
    }
    return ends;
}

bool serves(const std::string& target, const std::vector<std::string>& counties) {
    std::string_view begin = target;
    while (begin.size() > 2 && begin.ends_with("00")) {
        begin.remove_suffix(2);
    }
    return std::ranges::any_of(
        counties, [&](const std::string& county) { return county.starts_with(begin); });
}

}  // namespace

template <class Kind>
ChannelConfigs<Kind> read_channels(const std::filesystem::path& file) {
    const std::string text = read_file(file);
    check_json_depth(text, file.string());
    const json all = json::parse(text, nullptr, false);
    if (!all.is_object()) {
        throw bad_input({.code = "json.syntax",
                         .message = "the JSON is broken",
                         .file = file.string(),
                         .field = {},
                         .found = {},
                         .expected = "{\"actual\": […], \"exercise\": […]}"});
    }
    const Reader reader{file};
    std::vector<ChannelConfig> actual = reader.list(all, "actual");
    std::vector<ChannelConfig> exercise = reader.list(all, "exercise");
    const std::set<std::string> real = ends_of(actual);
    for (const std::string& end : ends_of(exercise)) {
        if (real.contains(end)) {
            throw refused({.code = "alert.drill",
                           .message = "a drill would end where real warnings do",
                           .file = file.string(),
                           .field = "exercise",
                           .found = end,
                           .expected = "an address of its own"});
        }
    }
    return {std::is_same_v<Kind, Actual> ? std::move(actual) : std::move(exercise)};
}

template ChannelConfigs<Actual> read_channels<Actual>(const std::filesystem::path& file);
template ChannelConfigs<Exercise> read_channels<Exercise>(const std::filesystem::path& file);

std::vector<Delivery> deliveries_of(const std::vector<ChannelConfig>& channels,
                                    std::string_view identifier,
                                    const std::vector<std::string>& counties) {
    std::vector<Delivery> rows;
    std::set<std::string> keys;
    for (const ChannelConfig& channel : channels) {
        for (const ChannelTarget& target : channel.targets) {
            const std::string key =
                fmt::format("{}/{}/{}/{}", identifier, channel.id, target.county, target.address);
            if (serves(target.county, counties) && keys.insert(key).second) {
                rows.push_back({.key = key,
                                .channel = channel.id,
                                .county = target.county,
                                .target = target.address});
            }
        }
    }
    return rows;
}

}  // namespace relief
