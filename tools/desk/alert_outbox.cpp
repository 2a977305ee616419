// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/alert_outbox.h"

#include "alerts/cap/reader.h"
#include "alerts/channel/config.h"
#include "alerts/release/message_of.h"
#include "alerts/release/release_book.h"
#include "core/error.h"
#include "tools/desk/alert_desk.h"
#include "tools/desk/alert_document.h"
#include "tools/desk/alert_sheet.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

Layer county_outlines(const std::filesystem::path& data) {
    return read_layer(data / "reference/jilin/boundaries/jilin_district_tianditu.geojson");
}

std::vector<std::string> counties_of(const cap::Alert& alert, const DataSource& source,
                                     const Layer& outlines) {
    std::vector<std::string> codes;
    for (const CountyReached& county :
         audience_of(alert, township_exposure(source, outlines), outlines).counties) {
        codes.push_back(county.code);
    }
    return codes;
}

template <class Kind>
std::vector<ChannelConfig> configs_of(const std::filesystem::path& file) {
    return read_channels<Kind>(file).channels;
}

std::string kind_of(const std::vector<ChannelConfig>& configs, const std::string& id) {
    return std::ranges::find(configs, id, &ChannelConfig::id)->kind;
}

/// A server's words as the books may keep them: UTF-8 on one line.
std::string shown(const std::string& words) {
    const std::string quoted =
        ordered_json(words).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    return quoted.substr(1, quoted.size() - 2);
}

/// Books one receipt.
void book(Database& database, const Asked& asked, const BookDelivery& row, Outcome outcome,
          const std::string& detail) {
    const ordered_json content{
        {"delivery", row.delivery.key}, {"state", to_word(outcome)}, {"detail", detail}};
    Request request =
        make_request(database, asked, "alert.receipt",
                     content.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
    request.key += fmt::format("/{}", row.id);
    request.subject = row.warning;
    static_cast<void>(make_change(database, request, [&](Change& change) {
        add_receipt(change, row.id, outcome, shown(detail));
        return std::string("{}");
    }));
}

/// The places of a list of the office that a message concerns.
std::vector<CallSite> calls_in(const ChannelConfig& config, const cap::Alert& alert,
                               const Layer& outlines) {
    return sites_to_call(alert, read_call_sites(config.address, outlines));
}

/// Feeds and sheets for channels that send them. The books are those that are sent from.
DeskWorks works_of(Database& database, const cap::Reader& reader, Instant at) {
    return {.feed = [&database, &reader,
                     at] { return active_feed(active_in_books(database, reader, at), at, false); },
            .sheet = alert_sheet_pdf};
}

template <class Kind>
SendCounts send_all(const Books& books, const Asked& asked, const std::filesystem::path& file) {
    Database& database = books.kept->database;
    const cap::Reader reader{FolderSource(asked.data)};
    const ChannelRegistry<Kind> registry = open_channels<Kind>(
        read_channels<Kind>(file), works_of(database, reader, asked.occurred_at));
    std::map<std::int64_t, std::optional<Outgoing<Kind>>> messages;
    for (const BookMessage& message : read_messages(database)) {
        if (auto alert = reader.read(message.xml).alert) {
            messages.emplace(message.id, outgoing<Kind>({std::move(*alert), message.xml}));
        }
    }
    SendCounts counts;
    for (const BookDelivery& row : read_outbox(database)) {
        const auto due = next_try(row);
        const auto message = messages.find(row.message_id);
        if (!due || *due > asked.occurred_at || message == messages.end() || !message->second) {
            continue;
        }
        Channel<Kind>* channel = registry.find(row.delivery.channel);
        const Receipt receipt = channel == nullptr
                                    ? Receipt{Outcome::retry, "no such channel in the file"}
                                    : channel->send(*message->second, row.delivery);
        const Outcome outcome = final_outcome(row, receipt.outcome);
        with_writing_desk(books, asked, [&](WritingDesk& desk) {
            book(desk.database, asked, row, outcome, receipt.detail);
        });
        ++counts.tried;
        counts.acked += outcome == Outcome::acked ? 1 : 0;
        counts.sent += outcome == Outcome::sent ? 1 : 0;
        counts.retry += outcome == Outcome::retry ? 1 : 0;
        counts.failed += outcome == Outcome::failed ? 1 : 0;
    }
    return counts;
}

/// The division above a county's: its prefecture, then the province; "" above that.
std::string above(const std::string& code) {
    if (code.substr(4) != "00") {
        return code.substr(0, 4) + "00";
    }
    return code.substr(2) == "0000" ? "" : code.substr(0, 2) + "0000";
}

/// A target of a level up, in the channels of calls.
const ChannelTarget* next_level(const std::vector<ChannelConfig>& configs,
                                const std::string& channel, std::string county) {
    const auto config = std::ranges::find(configs, channel, &ChannelConfig::id);
    for (county = above(county); !county.empty(); county = above(county)) {
        for (const ChannelConfig& one : configs) {
            if (one.kind != "call" && (config == configs.end() || one.id != config->id)) {
                continue;
            }
            const auto target = std::ranges::find(one.targets, county, &ChannelTarget::county);
            if (one.kind == "call" && target != one.targets.end()) {
                return &*target;
            }
        }
    }
    return nullptr;
}

/// Which county each channel reaches, and the places to call one by one.
void add_reach(const std::vector<ChannelConfig>& configs, const cap::Alert& alert,
               const Layer& outlines, AudienceAnswer& answer) {
    answer.with_channels = true;
    std::set<std::string> reached;
    for (const ChannelConfig& config : configs) {
        ChannelReach reach{.channel = config.id, .kind = config.kind, .counties = {}};
        if (config.kind == "call_list") {
            std::set<std::string> counties;
            for (CallSite& site : calls_in(config, alert, outlines)) {
                counties.insert(site.division.substr(0, 6));
                answer.calls.push_back(std::move(site));
                ++reach.targets;
            }
            reach.counties.assign(counties.begin(), counties.end());
        } else {
            std::vector<std::string> all;
            for (const auto& [code, name] : answer.counties) {
                all.push_back(code);
                if (!deliveries_of({config}, "", {code}).empty()) {
                    reach.counties.push_back(code);
                    reached.insert(code);
                }
            }
            reach.targets = static_cast<int>(deliveries_of({config}, "", all).size());
        }
        answer.channels.push_back(std::move(reach));
    }
    for (const auto& [code, name] : answer.counties) {
        if (!reached.contains(code)) {
            answer.unreached.push_back(code);
        }
    }
}

Play play_of_books(Database& database) {
    const std::vector<BookCase> cases = read_cases(database);
    return cases.empty() ? Play::actual : cases.front().play;
}

}  // namespace

void queue_deliveries(Change& change, std::int64_t message, const cap::Alert& alert, Play play,
                      const std::filesystem::path& channels, const std::filesystem::path& data) {
    const std::vector<ChannelConfig> configs =
        play == Play::actual ? configs_of<Actual>(channels) : configs_of<Exercise>(channels);
    const Layer outlines = county_outlines(data);
    const std::vector<std::string> counties =
        counties_of(alert, DatabaseSource(change.database()), outlines);
    for (const Delivery& row : deliveries_of(configs, alert.identifier, counties)) {
        add_delivery(change, message, kind_of(configs, row.channel), row);
    }
    for (const ChannelConfig& config : configs) {
        if (config.kind == "call_list") {
            const std::vector<CallSite> sites = calls_in(config, alert, outlines);
            for (const Delivery& row : calls_of(config.id, alert.identifier, sites)) {
                add_delivery(change, message, "call", row);
            }
        }
    }
}

SendCounts send_outbox(const Books& db, const Asked& asked, const std::filesystem::path& channels) {
    // One opening for all of them; a server keeps its own open.
    const Books books = db.change ? db : Books(db.file, open_writing_desk(db, asked).books);
    return play_of_books(books.kept->database) == Play::actual
               ? send_all<Actual>(books, asked, channels)
               : send_all<Exercise>(books, asked, channels);
}

ReceiptsAnswer read_receipts(const std::filesystem::path& data, const Books& db,
                             const std::string& warning, Instant now) {
    const Tables tables(data, db);
    if (!warning.empty()) {
        static_cast<void>(read_case(*tables.database(), warning));
    }
    return {.rows = read_outbox(*tables.database(), warning), .now = now};
}

ReceiptsAnswer acknowledge(const Books& db, const Asked& asked, std::int64_t delivery,
                           const std::string& words) {
    WritingDesk desk = open_writing_desk(db, asked);
    for (const BookDelivery& row : read_outbox(desk.database)) {
        if (row.id != delivery) {
            continue;
        }
        if (!row.pending()) {
            throw refused({.code = "alert.state",
                           .message = "the delivery was answered or given up before",
                           .field = "DELIVERY",
                           .found = row.state,
                           .expected = "one that is pending"});
        }
        book(desk.database, asked, row, Outcome::acked, words);
        // This one alone: who answers a call in one county is not told of the others.
        ReceiptsAnswer answer{.rows = read_outbox(desk.database, row.warning),
                              .now = asked.occurred_at};
        std::erase_if(answer.rows, [&](const BookDelivery& other) { return other.id != delivery; });
        return answer;
    }
    throw bad_input({.code = "alert.delivery",
                     .message = "there is no such delivery",
                     .field = "DELIVERY",
                     .found = std::to_string(delivery),
                     .expected = "a number of `relief alert receipts`"});
}

int escalate_calls(const Books& db, const Asked& asked, const std::filesystem::path& channels,
                   int minutes) {
    WritingDesk desk = open_writing_desk(db, asked);
    const std::vector<ChannelConfig> configs = play_of_books(desk.database) == Play::actual
                                                   ? configs_of<Actual>(channels)
                                                   : configs_of<Exercise>(channels);
    int passed_on = 0;
    for (const BookDelivery& row :
         unanswered_calls(read_outbox(desk.database), asked.occurred_at, Minutes(minutes))) {
        const ReleaseCase of = read_case(desk.database, row.warning).release;
        const ChannelTarget* target =
            next_level(configs, row.delivery.channel, row.delivery.county);
        if (target == nullptr || level_of(of.draft.colour) > 2) {
            continue;
        }
        const Delivery next{.key = row.delivery.key + "/up",
                            .channel = row.delivery.channel,
                            .county = target->county,
                            .target = target->address};
        Request request = make_request(desk.database, asked, "alert.escalate",
                                       ordered_json{{"delivery", row.id}}.dump());
        request.subject = row.warning;
        static_cast<void>(make_change(desk.database, request, [&](Change& change) {
            add_delivery(change, row.message_id, "call", next, row.id);
            return std::string("{}");
        }));
        ++passed_on;
    }
    return passed_on;
}

AudienceAnswer audience_of_warning(const std::filesystem::path& data, const Books& db,
                                   const std::string& warning,
                                   const std::optional<std::filesystem::path>& channels) {
    const Tables tables(data, db);
    const Rules rules = load_rules(tables.source());
    const Places places(tables.source());
    const WarningRules warnings = load_warning_rules(tables.source());
    const BookCase of = read_case(*tables.database(), warning);
    const cap::Alert alert = message_of(of.release, warnings, warning, of.opened_at, {});
    const Layer outlines = county_outlines(data);
    AudienceAnswer answer{.warning = warning};
    answer.audience = audience_of(alert, township_exposure(tables.source(), outlines), outlines);
    const auto name = [&](const std::string& code) {
        const Place* place = places.find_code(code);
        return std::pair(code, place != nullptr ? place->name : code);
    };
    for (const CountyReached& county : answer.audience.counties) {
        answer.counties.push_back(name(county.code));
    }
    for (const std::string& township : answer.audience.townships) {
        answer.townships.push_back(name(township));
    }
    const WarnedArea area(alert);
    for (const Depot& depot : load_baseline(tables.source(), rules, places).depots) {
        const bool by_node = std::ranges::any_of(
            of.release.draft.area.codes,
            [&](const std::string& code) { return places.is_within(depot.node, code); });
        if (by_node ||
            area.contains({.longitude = depot.longitude, .latitude = depot.latitude}, "")) {
            answer.depots.emplace_back(depot.id, depot.name);
        }
    }
    if (channels) {
        add_reach(of.play == Play::actual ? configs_of<Actual>(*channels)
                                          : configs_of<Exercise>(*channels),
                  alert, outlines, answer);
    }
    return answer;
}

}  // namespace relief
