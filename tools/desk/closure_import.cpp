// SPDX-License-Identifier: Apache-2.0
#include "core/data_source.h"
#include "core/error.h"
#include "core/store/digest.h"
#include "core/table/csv.h"
#include "core/text.h"
#include "tools/desk/closure_json.h"
#include "tools/desk/closures.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Verdict = ClosureRow::Verdict;

constexpr std::array<std::string_view, 3> other_modes{"air", "rail", "bus"};
/// Words of the press for "shut to you, open to us".
constexpr std::array<std::string_view, 3> permit_words{"restricted", "by pass",
                                                       "civil traffic barred"};

/// A row with what it would write.
struct ReadRow {
    ClosureRow row;
    NewClosure told;
};

class ClosureTable {
  public:
    ClosureTable(const ClosureDesk& desk, const std::filesystem::path& file, const Asked& asked)
        : desk_(desk),
          table_(read_file(file), file.string(),
                 {"closure_id", "ref", "class", "place", "county_code", "edge_from_code",
                  "edge_to_code", "edge_ref", "cause", "closed_from", "reopened_at", "reopen_kind",
                  "source", "note"}),
          origin_(fmt::format("{}/{}",
                              std::filesystem::absolute(file).parent_path().filename().string(),
                              file.filename().string())),
          now_(asked.now) {
        table_.check_key("closure_id");
    }

    [[nodiscard]] std::vector<ReadRow> read() const {
        std::vector<ReadRow> rows;
        for (std::size_t i = 0; i < table_.size(); ++i) {
            rows.push_back(read_row(table_.row(i)));
        }
        return rows;
    }

  private:
    /// What is wrong with a row is the row's own answer; the others are read on.
    [[nodiscard]] ReadRow read_row(const CsvRow& row) const {
        ReadRow read{.row = {.line = row.line(), .id = row.text("closure_id")}};
        read.row.words = joined(row.text("ref"), row.text("place"));
        const std::string of_class = row.text("class");
        if (std::find(other_modes.begin(), other_modes.end(), of_class) != other_modes.end()) {
            read.row.verdict = Verdict::other;
            read.row.zh = "不是公路（航空、铁路或班线）";
            read.row.en = "no road (air, rail or bus)";
            return read;
        }
        try {
            fill(row, read);
        } catch (const Error& error) {
            const ErrorDetail& detail = error.detail();
            read.row.verdict = Verdict::refused;
            read.row.zh = fmt::format("{} 栏：{}", detail.field, error_title(detail.code, "zh"));
            if (!detail.found.empty()) {
                read.row.zh += fmt::format("（{}）", detail.found);
            }
            read.row.en = error.what();
        }
        return read;
    }

    static std::string joined(const std::string& ref, const std::string& place) {
        return ref.empty() || place.empty() ? ref + place : ref + " " + place;
    }

    [[nodiscard]] std::string code(const CsvRow& row, std::string_view column) const {
        const std::string text = row.text(column);
        if (text.empty()) {
            return "";
        }
        const Place* place = desk_.desk.places.find_code(text);
        if (place == nullptr) {
            throw row.error("place.unknown", column, "no division has this code",
                            "a present or former code of the division");
        }
        return place->code;
    }

    void fill(const CsvRow& row, ReadRow& read) const {
        NewClosure& told = read.told;
        told.origin = fmt::format("{}:{}", origin_, row.required("closure_id"));
        told.place = code(row, "county_code");
        told.cause = row.text("cause");
        told.closure.words = read.row.words;
        told.closure.source = row.text("source");
        read_window(row, told.closure);
        read_limits(row, told.closure.limits);
        place(row, read);
    }

    static void read_window(const CsvRow& row, StreetClosure& closure) {
        const auto from = row.optional_instant("closed_from");
        if (!from) {
            throw row.error("csv.empty", "closed_from", "a closure must say since when",
                            "a date or a time, as 2017-07-14 or 2017-07-14T06:30");
        }
        closure.from = *from;
        closure.to = row.optional_instant("reopened_at");
        if (closure.to && *closure.to < closure.from) {
            throw row.error("closure.time", "reopened_at",
                            "the road is reopened before it is closed", "a time after closed_from");
        }
        closure.reopening = !closure.to                            ? ReopeningKind::unknown
                            : row.text("reopen_kind") == "planned" ? ReopeningKind::planned
                                                                   : ReopeningKind::known;
    }

    static void read_limits(const CsvRow& row, ClosureLimits& limits) {
        const std::string words = fold(row.text("note") + " " + row.text("cause"));
        limits.permit_only = std::any_of(
            permit_words.begin(), permit_words.end(),
            [&](std::string_view word) { return words.find(word) != std::string::npos; });
    }

    [[nodiscard]] std::string name(const std::string& of) const {
        const Place* place = desk_.desk.places.find_code(of);
        return place == nullptr ? of : place->name;
    }

    /// The columns that say where it is, as somebody would say them; "" where they are blank.
    [[nodiscard]] std::string spoken_extent(const CsvRow& row) const {
        const std::string from = code(row, "edge_from_code");
        const std::string to = code(row, "edge_to_code");
        const std::string ref = row.text("edge_ref");
        const std::string road = ref == "*" ? std::string() : ref;
        if (!from.empty() && !to.empty()) {
            return fmt::format("{} {}至{}段", road, name(from), name(to));
        }
        if (!from.empty() || !to.empty()) {
            return ref == "*" ? name(from + to) + "境内全部道路"
                              : fmt::format("{} {}境内", road, name(from + to));
        }
        if (ref == "*") {
            return row.text("class") == "expressway" ? "全省高速公路" : "";
        }
        return ref.empty() ? "" : ref + "全线";
    }

    void place(const CsvRow& row, ReadRow& read) const {
        const std::string spoken = spoken_extent(row);
        const Date on = beijing_date(read.told.closure.from);
        ClosureReading reading =
            read_closure_words(desk_.streets.gazetteer, spoken.empty() ? read.row.words : spoken,
                               spoken.empty() ? read.told.place : "", on);
        read.told.candidates = std::move(reading.candidates);
        read.told.findings = std::move(reading.findings);
        read.row.candidates = read.told.candidates.size();
        if (!spoken.empty() && read.row.candidates == 1 && read.told.findings.empty()) {
            read.row.verdict = Verdict::accepted;
            read.row.zh = read.told.candidates.front().zh;
            read.row.en = read.told.candidates.front().en;
            return;
        }
        read.row.verdict = Verdict::held;
        read.row.zh = read.row.candidates == 0
                          ? "未落图：原话保留，列入待办"
                          : fmt::format("待确认：{} 个候选位置", read.row.candidates);
        read.row.en = read.row.candidates == 0
                          ? "on no road of the network: kept in its words"
                          : fmt::format("to be confirmed: {} candidates", read.row.candidates);
        for (const ClosureDoubt& finding : read.told.findings) {
            read.row.zh += "；" + finding.zh;
            read.row.en += "; " + finding.en;
        }
    }

    const ClosureDesk& desk_;
    CsvTable table_;
    std::string origin_;
    Instant now_;
};

/// Rows of an earlier import of the same file.
void mark_known(std::vector<ReadRow>& rows, const std::vector<BookClosure>& books) {
    for (ReadRow& read : rows) {
        for (const BookClosure& book : books) {
            const bool same = book.origin == read.told.origin &&
                              book.closure.words == read.told.closure.words &&
                              book.closure.from == read.told.closure.from;
            if (read.row.verdict != Verdict::refused && read.row.verdict != Verdict::other &&
                same) {
                read.row.verdict = Verdict::already;
                read.row.closure = book.id;
                read.row.zh = fmt::format("已在账上，封路 {}", book.id);
                read.row.en = fmt::format("in the books as closure {}", book.id);
            }
        }
    }
}

bool is_new(const ReadRow& read) {
    return read.row.verdict == Verdict::accepted || read.row.verdict == Verdict::held;
}

/// All new rows in one change.
void post(ClosureDesk& desk, const Asked& asked, const std::string& content,
          std::vector<ReadRow>& rows) {
    Database& database = desk.desk.database;
    const Request request = make_request(database, asked, "closure.import", content);
    const std::string answer = make_change(database, request, [&](Change& change) {
        Json ids = Json::array();
        for (const ReadRow& read : rows) {
            if (!is_new(read)) {
                continue;
            }
            const std::int64_t id = tell_closure(change, read.told);
            if (read.row.verdict == Verdict::accepted) {
                place_closure_step(change, id, read.told.candidates.front(),
                                   desk.streets.network->source);
            }
            ids.push_back(id);
        }
        change.tell_subject(fmt::format("{} closures", ids.size()));
        return Json{{"closures", ids}}.dump();
    });
    const Json ids = Json::parse(answer).at("closures");
    std::size_t next = 0;
    for (ReadRow& read : rows) {
        if (is_new(read) && next < ids.size()) {
            read.row.closure = ids[next++].get<std::int64_t>();
        }
    }
}

}  // namespace

std::string_view to_word(ClosureRow::Verdict verdict) {
    constexpr std::array<std::string_view, 5> words{"accepted", "held", "already", "other",
                                                    "refused"};
    return words[static_cast<std::size_t>(verdict)];
}

std::size_t ClosureImport::count(ClosureRow::Verdict verdict) const {
    return static_cast<std::size_t>(std::count_if(
        rows.begin(), rows.end(), [&](const ClosureRow& row) { return row.verdict == verdict; }));
}

ClosureImport import_closures(const Books& db, const std::filesystem::path& data,
                              const Asked& asked, const ImportClosures& import) {
    ClosureDesk desk{.desk = open_writing_desk(db, asked)};
    desk.streets = load_closure_streets(
        data, desk.desk.places,
        load_road_network(DatabaseSource(desk.desk.database), desk.desk.places));
    std::vector<ReadRow> rows = ClosureTable(desk, import.file, asked).read();
    mark_known(rows, read_closures(desk.desk.database));
    ClosureImport result{.file = import.file.string()};
    const bool refused_any = std::any_of(rows.begin(), rows.end(), [](const ReadRow& read) {
        return read.row.verdict == Verdict::refused;
    });
    const bool any_new = std::any_of(rows.begin(), rows.end(), is_new);
    if (import.post && any_new && (!refused_any || import.partial)) {
        const Json content{
            {"file", import.file.filename().string()},
            {"sha256", CanonicalBytes("closures").add(read_file(import.file)).sha256()},
            {"partial", import.partial}};
        post(desk, asked, content.dump(), rows);
        result.posted = true;
    }
    for (ReadRow& read : rows) {
        result.rows.push_back(std::move(read.row));
    }
    return result;
}

}  // namespace relief
