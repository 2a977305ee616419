// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/situation.h"

#include "core/error.h"
#include "core/store/journal.h"
#include "core/store/past.h"
#include "tools/desk/books.h"
#include "tools/desk/document.h"
#include "tools/desk/journal_words.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/situation_layers.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t events_max = 500;

/// What a slider stops at: things that change the map.
bool is_moment(std::string_view operation) {
    constexpr std::array families{std::string_view("incident."), std::string_view("report.add"),
                                  std::string_view("closure."), std::string_view("response.")};
    constexpr std::array steps{
        std::string_view("order.sign"),    std::string_view("order.depart"),
        std::string_view("order.arrive"),  std::string_view("order.receive"),
        std::string_view("order.divert"),  std::string_view("order.recall"),
        std::string_view("alert.release"), std::string_view("alert.receive")};
    return std::ranges::any_of(
               families, [&](std::string_view family) { return operation.starts_with(family); }) ||
           std::ranges::find(steps, operation) != steps.end();
}

/// The newest moments, in order of time.
std::vector<SituationEvent> moments(Database& database) {
    std::vector<SituationEvent> events;
    Statement select = database.prepare(
        "SELECT seq, recorded_at, operation, subject FROM journal ORDER BY seq DESC");
    while (events.size() < events_max && select.step()) {
        const std::string operation = select.text(2);
        if (is_moment(operation)) {
            const std::string subject = select.text(3);
            events.push_back({.at = instant_of(select.integer(1)),
                              .seq = select.integer(0),
                              .kind = operation,
                              .zh = operation_words(operation, subject, "zh"),
                              .en = operation_words(operation, subject, "en")});
        }
    }
    std::ranges::reverse(events);
    return events;
}

/// An object with one more member, whose value is JSON text already: maps are large, and are not
/// read again to be written.
std::string with_member(const Json& object, std::string_view name, std::string_view value) {
    std::string text = object.dump(-1, ' ', false, Json::error_handler_t::replace);
    text.pop_back();
    return fmt::format("{},\"{}\":{}}}", text, name, value);
}

std::string layers_text(const std::vector<SituationLayer>& layers) {
    std::string text;
    for (const SituationLayer& layer : layers) {
        text += text.empty() ? "" : ",";
        text += with_member({{"id", layer.id},
                             {"zh", layer.zh},
                             {"en", layer.en},
                             {"data_time", time_json(layer.data_time)},
                             {"last_before", time_json(layer.last_before)},
                             {"source", layer.source},
                             {"flag", layer.flag},
                             {"count", layer.count},
                             {"type", "FeatureCollection"}},
                            "features", layer.features);
    }
    return "[" + text + "]";
}

std::vector<SituationLayer> layers_of(const SituationBooks& books) {
    const std::vector<SituationIncident> events = open_events(books);
    std::vector<SituationLayer> layers;
    layers.push_back(warnings_layer(books));
    layers.push_back(convoys_layer(books));
    layers.push_back(closures_layer(books));
    layers.push_back(depots_layer(books));
    layers.push_back(suppliers_layer(books));
    layers.push_back(needs_layer(books, events));
    layers.push_back(reports_layer(books, events));
    layers.push_back(silent_layer(books, events));
    return layers;
}

}  // namespace

Situation read_situation(const std::filesystem::path& data, const Books& db,
                         std::optional<Instant> at, Instant now) {
    if (at && *at > now) {
        throw bad_input({.code = "argument.value",
                         .message = "what will be known later is not known yet",
                         .field = "--at",
                         .found = format_instant(*at),
                         .expected = fmt::format("a time not after {}", format_instant(now))});
    }
    AskedBooks books(data, db);
    Database& database = books.database();
    Situation situation{.at = at.value_or(now)};
    database.transaction([&] {
        const std::int64_t head = journal_head(database).seq;
        situation.seq = at ? journal_seq_at(database, *at) : head;
        situation.looks_back = situation.seq < head || (at && *at < now);
        situation.events = moments(database);
        if (situation.seq < head) {
            Database past = books_at(database, situation.seq);
            situation.layers = layers_of(
                {.database = past, .desk = books.desk(), .data = data, .at = situation.at});
        } else {
            situation.layers = layers_of(
                {.database = database, .desk = books.desk(), .data = data, .at = situation.at});
        }
    });
    return situation;
}

std::string situation_json(const Situation& situation) {
    Json events = Json::array();
    for (const SituationEvent& event : situation.events) {
        events.push_back({{"at", format_instant(event.at)},
                          {"seq", event.seq},
                          {"kind", event.kind},
                          {"zh", event.zh},
                          {"en", event.en}});
    }
    return with_member({{"schema", "relief.situation/1"},
                        {"at", format_instant(situation.at)},
                        {"looks_back", situation.looks_back},
                        {"seq", situation.seq},
                        {"events", std::move(events)}},
                       "layers", layers_text(situation.layers)) +
           "\n";
}

std::string situation_base_json(const std::vector<SituationLayer>& base) {
    return with_member({{"schema", "relief.situation_base/1"}}, "layers", layers_text(base)) + "\n";
}

std::string situation_base_text(const std::vector<SituationLayer>& base,
                                std::string_view language) {
    std::string text;
    for (const SituationLayer& layer : base) {
        text += fmt::format(fmt::runtime(language == "zh" ? "{}：{} 个，{}\n" : "{}: {}, {}\n"),
                            language == "zh" ? layer.zh : layer.en, layer.count, layer.source);
    }
    return text;
}

std::string situation_text(const Situation& situation, std::string_view language) {
    const bool zh = language == "zh";
    std::string text =
        fmt::format(fmt::runtime(zh ? "{} 时已知（日志 {}）\n" : "as known at {} (journal {})\n"),
                    format_instant(situation.at), situation.seq);
    for (const SituationLayer& layer : situation.layers) {
        const std::string name = zh ? layer.zh : layer.en;
        if (layer.count > 0) {
            text += fmt::format(fmt::runtime(zh ? "  {} {}，数据时间 {}\n" : "  {} {}, as of {}\n"),
                                name, layer.count,
                                layer.data_time ? format_short(*layer.data_time) : "-");
        } else {
            text += fmt::format(
                fmt::runtime(zh ? "  {} 此刻无数据（最近 {}）\n" : "  {} no data then (last {})\n"),
                name, layer.last_before ? format_short(*layer.last_before) : "-");
        }
    }
    return text + fmt::format(fmt::runtime(zh ? "时间点 {} 个\n" : "{} moments\n"),
                              situation.events.size());
}

}  // namespace relief
