// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/reader.h"
#include "alerts/release/chain.h"
#include "alerts/release/intake_book.h"
#include "core/error.h"
#include "core/json_depth.h"
#include "core/table/csv.h"
#include "gis/area_share.h"
#include "tools/desk/alert_desk.h"
#include "tools/desk/alert_typed.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;

Error wrong_observation(std::string file, int line, std::string field, std::string found,
                        std::string expected) {
    return bad_input({.code = "alert.observation",
                      .message = "an observation cannot be read",
                      .file = std::move(file),
                      .line = line,
                      .field = std::move(field),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

double number_of(const std::string& text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
        throw wrong_observation("", 0, "--observe", text, "a number");
    }
    return value;
}

/// "永吉县 rain_accum 126 mm 3 forecast": the last two may be left out.
HazardReading typed_observation(const std::string& text, const Places& places, Instant at) {
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;) {
        words.push_back(word);
    }
    if (words.size() < 4 || words.size() > 6) {
        throw wrong_observation("", 0, "--observe", text,
                                "PLACE METRIC VALUE UNIT [HOURS] [observed_continuing|forecast]");
    }
    HazardReading seen{.place = places.resolve(words[0], beijing_date(at)).code,
                       .metric = words[1],
                       .value = number_of(words[2]),
                       .unit = words[3],
                       .window_h = std::nullopt,
                       .from = at,
                       .to = at};
    if (words.size() > 4) {
        seen.window_h = static_cast<int>(number_of(words[4]));
    }
    if (words.size() > 5) {
        const auto basis = basis_of(words[5]);
        if (!basis) {
            throw wrong_observation("", 0, "--observe", words[5],
                                    "observed, observed_continuing or forecast");
        }
        seen.basis = *basis;
    }
    return seen;
}

std::vector<HazardReading> observations_of_file(const std::filesystem::path& file,
                                                const Places& places, Instant at) {
    const CsvTable table(read_file(file), file.string(),
                         {"place", "metric", "value", "unit", "window_h", "basis"});
    std::vector<HazardReading> all;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const auto window = row.optional_integer("window_h", 1, 8760);
        HazardReading seen{
            .place = places.resolve(row.required("place"), beijing_date(at)).code,
            .metric = row.required("metric"),
            .value = row.number("value", -1000, 1e6),
            .unit = row.required("unit"),
            .window_h = window ? std::optional(static_cast<int>(*window)) : std::nullopt,
            .from = at,
            .to = at,
            .basis =
                *basis_of(row.one_of("basis", {"observed", "observed_continuing", "forecast"}))};
        if (table.has_column("time")) {
            seen.to = row.optional_instant("time").value_or(at);
        }
        if (seen.metric == "wind_speed" && seen.unit == "m/s") {
            seen.metric = "mean_wind_force";
            seen.unit = "beaufort";
            seen.value = wind_force(seen.value);
        }
        all.push_back(std::move(seen));
    }
    constexpr std::array windows{3, 6, 12};
    const std::vector<HazardReading> sums = window_sums(all, windows);
    all.insert(all.end(), sums.begin(), sums.end());
    return all;
}

/// The rain of a scenario that has a window, and its earthquake.
std::vector<HazardReading> observations_of_scenario(const std::filesystem::path& folder,
                                                    const Places& places, Instant at) {
    const std::filesystem::path file = folder / "event.json";
    const std::string text = read_file(file);
    check_json_depth(text, file.string());
    const json event = json::parse(text, nullptr, false);
    std::vector<HazardReading> all;
    if (!event.is_object()) {
        return all;
    }
    try {
        const json rain = event.value("rain", json::array());
        for (const json& row : rain) {
            const bool windowed = row.contains("window_h") && row["window_h"].is_number_integer();
            if (!windowed || !row.contains("mm") || !row["mm"].is_number()) {
                continue;
            }
            all.push_back({.place = places.resolve(row.value("place", ""), beijing_date(at)).code,
                           .metric = "rain_accum",
                           .value = row["mm"].get<double>(),
                           .unit = "mm",
                           .window_h = row["window_h"].get<int>(),
                           .from = at,
                           .to = at,
                           .source = row.value("source", "")});
        }
        if (event.contains("magnitude") && event["magnitude"].is_number()) {
            all.push_back({.place = event.value("core_county", "220000"),
                           .metric = "magnitude",
                           .value = event["magnitude"].get<double>(),
                           .unit = "M",
                           .from = at,
                           .to = at});
        }
    } catch (const json::exception& error) {
        throw bad_input({.code = "json.field",
                         .message = "a field of the event is of another type",
                         .file = file.string(),
                         .found = error.what(),
                         .expected = "event.json as the scenarios of data/ have it"});
    }
    return all;
}

std::string arithmetic_of(const Proposal& proposal) {
    std::string text;
    for (const CriterionMet& met : proposal.because) {
        text += fmt::format("{}{} {}: {} ({})", text.empty() ? "" : "; ", met.by.place, met.rule.id,
                            met.arithmetic, flag_name(met.rule.source.flag));
    }
    return text;
}

}  // namespace

std::vector<ProposalAnswer> propose_warnings(const std::filesystem::path& data,
                                             const std::optional<Books>& db,
                                             const ProposeQuestion& question) {
    const Tables tables(data, db);
    const WarningRules rules = load_warning_rules(tables.source());
    const Places places(tables.source());
    std::vector<HazardReading> seen;
    if (question.scenario) {
        seen = observations_of_scenario(*question.scenario, places, question.at);
    }
    if (question.file) {
        const auto more = observations_of_file(*question.file, places, question.at);
        seen.insert(seen.end(), more.begin(), more.end());
    }
    for (const std::string& text : question.observed) {
        seen.push_back(typed_observation(text, places, question.at));
    }
    std::vector<ProposalAnswer> answers;
    for (Proposal& proposal : propose(rules, seen)) {
        ProposalAnswer answer{.proposal = std::move(proposal), .draft = std::nullopt};
        for (const std::string& code : answer.proposal.places) {
            const Place* place = places.find_code(code);
            answer.place_names.push_back(place != nullptr ? place->name : code);
        }
        if (answer.proposal.colour) {
            const Instant onset = std::chrono::floor<std::chrono::minutes>(question.at);
            WarningDraft draft{.play = question.play,
                               .unit = "220000",
                               .hazard = answer.proposal.hazard,
                               .colour = *answer.proposal.colour,
                               .onset = onset,
                               .expires = onset + std::chrono::hours(question.hours),
                               .area = {.codes = answer.proposal.places},
                               .reason = arithmetic_of(answer.proposal)};
            draft.texts = written_texts(draft, draft.colour, answer.proposal.because, rules, places,
                                        question.at);
            answer.draft = std::move(draft);
        }
        answers.push_back(std::move(answer));
    }
    return answers;
}

std::vector<ActiveRow> active_in_books(Database& database, const cap::Reader& reader, Instant at,
                                       const AreaPredicate& covers) {
    // By sender and identifier: another office may number as we do.
    std::map<std::pair<std::string, std::string>, std::string> bytes;
    std::set<std::string> own;
    std::vector<cap::Alert> alerts;
    const auto take = [&](std::string xml) {
        auto alert = reader.read(xml, {.check_signatures = false}).alert;
        if (alert) {
            bytes[{alert->sender, alert->identifier}] = std::move(xml);
            alerts.push_back(*alert);
        }
        return alert;
    };
    for (BookMessage& message : read_messages(database)) {
        if (const auto alert = take(std::move(message.xml))) {
            own.insert(alert->sender);
        }
    }
    for (ReceivedMessage& message : read_received(database)) {
        static_cast<void>(take(std::move(message.xml)));
    }
    std::vector<ActiveRow> rows;
    for (const Chain& chain : chains_of(alerts)) {
        if (const auto holds = active(chain, at, covers)) {
            rows.push_back({.chain = chain.key.first,
                            .message = *holds->message,
                            .xml = bytes[{chain.key.sender, holds->message->identifier}],
                            .own = own.contains(chain.key.sender)});
        }
    }
    return rows;
}

std::vector<ActiveRow> active_warnings(const std::filesystem::path& data, const Books& db,
                                       Instant at, const std::optional<std::string>& place) {
    const Tables tables(data, db);
    const cap::Reader reader{FolderSource(data)};
    AreaPredicate covers;
    Layer county;
    if (place) {
        const Places places(tables.source());
        const std::string code = places.resolve(*place, beijing_date(at)).code;
        county = read_layer(data / "reference/jilin/boundaries/jilin_district_tianditu.geojson");
        const std::size_t field = county.field("district_adcode");
        std::erase_if(county.features, [&](const Feature& feature) {
            const std::string& name = feature.values.at(field);
            return !places.is_within(name, code) && !places.is_within(code, name);
        });
        covers = covers_division(code, [&county](const cap::Area& area) {
            std::vector<GroundCircle> circles;
            for (const cap::Circle& circle : area.circles) {
                circles.push_back({.centre = circle.centre, .radius_km = circle.radius_km});
            }
            const auto shares = area_shares(area.polygons, circles, county);
            return std::ranges::any_of(shares, [](double share) { return share > 0; });
        });
    }
    return active_in_books(*tables.database(), reader, at, covers);
}

}  // namespace relief
