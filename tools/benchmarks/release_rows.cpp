// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/release_rows.h"

#include "alerts/audience.h"
#include "alerts/cap/reader.h"
#include "core/data_source.h"
#include "core/people.h"
#include "tools/benchmarks/process.h"
#include "tools/benchmarks/road_graphs.h"
#include "tools/benchmarks/stopwatch.h"
#include "tools/desk/alert_desk.h"
#include "tools/desk/alert_outbox.h"
#include "tools/desk/init.h"
#include "tools/desk/preposition.h"
#include "tools/desk/writing_desk.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;

constexpr double release_goal_ms = 200;
constexpr double target_goal_ms = 300;
constexpr double preposition_goal_s = 5;
constexpr int channel_count = 12;

class Folder {
  public:
    Folder() : path_(fs::temp_directory_path() / fmt::format("relief-release-{}", ::getpid())) {
        fs::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }

  private:
    fs::path path_;
};

Instant at(std::string_view hour) {
    return *parse_instant(fmt::format("2017-07-13T{}:00+08:00", hour));
}

Asked asked_by(const std::string& who, std::string_view hour) {
    return {.actor = who, .occurred_at = at(hour), .now = at(hour), .data = data_folder()};
}

/// Officers of the five departments of a snowstorm and of the government.
void add_officers(const fs::path& db) {
    constexpr std::array<std::array<std::string_view, 3>, 7> officers{
        {{"M1", "meteorology", "forecaster"},
         {"M2", "meteorology", "department_head"},
         {"E1", "emergency", "duty_head"},
         {"T1", "transport", "duty_head"},
         {"P1", "police", "duty_head"},
         {"A1", "agriculture", "duty_head"},
         {"G2", "government", "government_head"}}};
    for (const auto& [code, department, role] : officers) {
        {
            const Asked asked = asked_by("P0", "08");
            WritingDesk desk = open_writing_desk(db, asked);
            const Request request =
                make_request(desk.database, asked, "office.person", std::string(code));
            static_cast<void>(make_change(desk.database, request, [&](Change& change) {
                static_cast<void>(add_person(
                    change,
                    {.code = std::string(code), .name = std::string(code), .unit = "JL-CAD"}));
                return std::string("{}");
            }));
        }
        static_cast<void>(add_warning_officer(db, asked_by("P0", "08"), std::string(code),
                                              std::string(department), std::string(role), {}));
    }
}

/// Twelve folders, each with a target in every county of the province.
void write_channels(const fs::path& file, const std::vector<std::string>& counties) {
    using nlohmann::json;
    json targets = json::array();
    for (const std::string& county : counties) {
        targets.push_back({{"county", county}});
    }
    json channels = json::array();
    for (int i = 0; i < channel_count; ++i) {
        channels.push_back({{"id", fmt::format("drop{}", i)},
                            {"kind", "file"},
                            {"address", fmt::format("out{}", i)},
                            {"targets", targets}});
    }
    std::ofstream(file) << json{{"actual", channels}}.dump();
}

std::vector<std::string> counties_of_province() {
    std::set<std::string> codes;
    const Layer outlines =
        read_layer(data_folder() / "reference/jilin/boundaries/jilin_district_tianditu.geojson");
    const std::size_t field = outlines.field("district_adcode");
    for (const Feature& county : outlines.features) {
        codes.insert(county.values.at(field));
    }
    return {codes.begin(), codes.end()};
}

/// Books with a red warning for a place that only waits for the last signature, the approver's.
std::string make_signed(const fs::path& db, const std::string& hazard, const std::string& place,
                        const std::vector<std::string>& signers) {
    static_cast<void>(
        init_database({.data = data_folder(), .db = db, .anchor = {}, .now = at("07")}));
    add_officers(db);
    const CaseAnswer draft = draft_warning(db, asked_by("M1", "19"),
                                           {.hazard = hazard, .colour = "red", .places = {place}});
    const std::string code = draft.of.code;
    static_cast<void>(
        act_on_warning(db, asked_by("M1", "19"), code, {.kind = StepKind::countersign}));
    for (const std::string& signer : signers) {
        static_cast<void>(act_on_warning(db, asked_by(signer, "19"), code,
                                         {.kind = StepKind::sign, .decision = Decision::agree}));
    }
    return code;
}

const std::vector<std::string> five{"M2", "E1", "T1", "P1", "A1"};

void approve_and_release(const Books& db, const std::string& code,
                         const std::optional<fs::path>& channels) {
    static_cast<void>(act_on_warning(db, asked_by("G2", "20"), code, {.kind = StepKind::approve}));
    static_cast<void>(release_warning(db, asked_by("M1", "20"), code, channels, {}));
}

Row release_p99(int rounds) {
    const Folder folder;
    const std::vector<std::string> counties = counties_of_province();
    write_channels(folder / "channels.json", counties);
    const std::string code = make_signed(folder / "made.db", "snowstorm", "吉林省", five);
    std::vector<double> taken;
    std::size_t rows = 0;
    for (int round = 0; round < rounds; ++round) {
        const fs::path db = folder / "trial.db";
        for (const char* ending : {"-wal", "-shm"}) {
            fs::remove(db.string() + ending);
        }
        fs::copy_file(folder / "made.db", db, fs::copy_options::overwrite_existing);
        // As the server does it: the books are open and proven when the last signature comes.
        const Books open(db, open_writing_desk(db, asked_by("M1", "20")).books);
        taken.push_back(
            1000 * seconds([&] { approve_and_release(open, code, folder / "channels.json"); }));
        rows = read_receipts(data_folder(), open, code, at("21")).rows.size();
    }
    std::ranges::sort(taken);
    const auto last = static_cast<std::size_t>(0.99 * static_cast<double>(taken.size() - 1) + 0.5);
    Row row{.name = "release_p99",
            .value = taken[last],
            .unit = "ms",
            .goal = fmt::format("<= {}", release_goal_ms)};
    row.met = rows == counties.size() * channel_count && taken[last] <= release_goal_ms;
    row.note = fmt::format(
        "5 departments, {} counties, {} channels: {} rows in the outbox; approval and release on "
        "books that are kept open, as the server has them; median {:.0f} ms of {} releases",
        counties.size(), channel_count, rows, median(taken), rounds);
    return row;
}

Row target_dwd(const fs::path& cases, int rounds) {
    const std::string bytes = read_file(cases / "alerts/dwd/dwd-pvw-1687470000000.xml");
    const cap::Reader reader{FolderSource(data_folder())};
    const Layer counties =
        read_layer(data_folder() / "reference/jilin/boundaries/jilin_district_tianditu.geojson");
    const Exposure exposure = township_exposure(FolderSource(data_folder()), counties);
    std::vector<double> taken;
    std::size_t reached = 0;
    for (int round = 0; round < rounds; ++round) {
        taken.push_back(1000 * seconds([&] {
                            const auto alert = reader.read(bytes).alert;
                            reached = audience_of(*alert, exposure, counties).counties.size();
                        }));
    }
    Row row{.name = "target_dwd",
            .value = median(taken),
            .unit = "ms",
            .goal = fmt::format("<= {}", target_goal_ms)};
    row.met = *row.value <= target_goal_ms;
    row.note = fmt::format(
        "{} bytes read, checked and met with {} counties and {} townships (none of them in "
        "Germany: {} reached); median of {} runs",
        bytes.size(), counties.features.size(), exposure.units.size(), reached, rounds);
    return row;
}

Row preposition(const char* name, const std::string& hazard, const std::string& place,
                const std::vector<std::string>& signers, int rounds) {
    const Folder folder;
    const std::string code = make_signed(folder / "made.db", hazard, place, signers);
    approve_and_release(folder / "made.db", code, std::nullopt);
    std::vector<double> taken;
    std::size_t shipments = 0;
    for (int round = 0; round < rounds; ++round) {
        const fs::path db = folder / "trial.db";
        fs::copy_file(folder / "made.db", db, fs::copy_options::overwrite_existing);
        taken.push_back(seconds([&] {
            const Preposition made = preposition_warning(data_folder(), db, asked_by("M1", "20"),
                                                         {.warning = code}, nullptr);
            shipments = made.run->plan.shipments.size();
        }));
        for (const char* ending : {"-wal", "-shm"}) {
            fs::remove(db.string() + ending);
        }
    }
    Row row{.name = name,
            .value = median(taken),
            .unit = "s",
            .goal = fmt::format("<= {}", preposition_goal_s)};
    row.met = *row.value <= preposition_goal_s;
    row.note = fmt::format(
        "{} red, {}: {} shipments; from the question to the draft in the books; "
        "median of {} runs",
        hazard, place, shipments, rounds);
    return row;
}

}  // namespace

std::vector<Row> release_rows(const Options& options) {
    std::vector<Row> rows;
    if (options.wants("release_p99")) {
        rows.push_back(release_p99(options.quick ? 10 : 100));
    }
    const auto cases = cases_folder(options.cases);
    if (options.wants("target_dwd")) {
        if (cases && fs::exists(fs::path(*cases) / "alerts/dwd")) {
            rows.push_back(target_dwd(*cases, options.quick ? 5 : 20));
        } else {
            rows.push_back({.name = "target_dwd", .note = "the case collection is not there"});
        }
    }
    if (options.wants("preposition_province")) {
        rows.push_back(preposition("preposition_province", "snowstorm", "吉林省", five,
                                   options.quick ? 1 : 5));
    }
    return rows;
}

}  // namespace relief::bench
