// SPDX-License-Identifier: Apache-2.0
#include "core/incident/report_file.h"

#include "core/error.h"
#include "core/incident/report_reader.h"
#include "core/json_depth.h"
#include "core/table/sheet.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

enum class Field {
    report_id,
    code,
    name,
    kind,
    stat_time,
    received_at,
    reporter,
    metric,
    value,
    unit,
    exactness,
    source,
    flag,
    note,
    explanation,
    corrects,
    drill
};

struct Heading {
    std::string_view words;
    Field field;
};

constexpr std::array headings{
    Heading{"report_id", Field::report_id},
    Heading{"报告编号", Field::report_id},
    Heading{"scope_code", Field::code},
    Heading{"unit_code", Field::code},
    Heading{"单位代码", Field::code},
    Heading{"行政区划代码", Field::code},
    Heading{"scope_name", Field::name},
    Heading{"unit_name", Field::name},
    Heading{"单位", Field::name},
    Heading{"单位名称", Field::name},
    Heading{"填报单位", Field::name},
    Heading{"行政区划", Field::name},
    Heading{"kind", Field::kind},
    Heading{"报告类型", Field::kind},
    Heading{"报别", Field::kind},
    Heading{"stat_time", Field::stat_time},
    Heading{"统计时间", Field::stat_time},
    Heading{"统计截止时间", Field::stat_time},
    Heading{"received_at", Field::received_at},
    Heading{"published", Field::received_at},
    Heading{"收到时间", Field::received_at},
    Heading{"上报时间", Field::received_at},
    Heading{"reporter", Field::reporter},
    Heading{"填报人", Field::reporter},
    Heading{"报告单位", Field::reporter},
    Heading{"metric", Field::metric},
    Heading{"指标", Field::metric},
    Heading{"value", Field::value},
    Heading{"数值", Field::value},
    Heading{"unit", Field::unit},
    Heading{"计量单位", Field::unit},
    Heading{"exactness", Field::exactness},
    Heading{"source", Field::source},
    Heading{"来源", Field::source},
    Heading{"flag", Field::flag},
    Heading{"note", Field::note},
    Heading{"备注", Field::note},
    Heading{"explanation", Field::explanation},
    Heading{"变动说明", Field::explanation},
    Heading{"corrects", Field::corrects},
    Heading{"更正报告", Field::corrects},
    Heading{"drill", Field::drill},
    Heading{"演练", Field::drill},
};

std::optional<Field> field_of(std::string_view words) {
    const auto* const found = std::ranges::find(headings, words, &Heading::words);
    return found == headings.end() ? std::nullopt : std::optional(found->field);
}

std::string_view name_of(Field field) {
    return std::ranges::find(headings, field, &Heading::field)->words;
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos
               ? std::string()
               : std::string(text.substr(begin, text.find_last_not_of(blanks) - begin + 1));
}

/// A row of words, whatever it came from.
struct TypedRow {
    int line = 0;
    std::map<Field, std::string> fields;
    struct Figure {
        const Metric* metric = nullptr;
        std::string field;  ///< heading or key, for messages
        std::string words;
        std::string unit;
    };
    std::vector<Figure> figures;

    [[nodiscard]] std::string text(Field field) const {
        const auto found = fields.find(field);
        return found == fields.end() ? std::string() : found->second;
    }
};

/// Reads rows into reports and keeps every fault.
class RowReader {
  public:
    RowReader(const Rules& rules, const Places& places, const ReportDefaults& defaults)
        : rules_(rules), places_(places), defaults_(defaults) {}

    void read(const TypedRow& row);
    /// A figure of a long table: its metric is a field.
    void read_long(TypedRow row);
    void fault(int line, std::string field, std::string found, std::string expected) {
        file_.faults.push_back({.line = line,
                                .field = std::move(field),
                                .found = std::move(found),
                                .expected = std::move(expected)});
    }
    [[nodiscard]] ReportFile take() { return std::move(file_); }

  private:
    std::optional<Instant> read_time(const TypedRow& row, Field field);
    void read_head(const TypedRow& row, FieldReport& report);
    void read_unit(const TypedRow& row, FieldReport& report);
    void read_times(const TypedRow& row, FieldReport& report);
    void read_figures(const TypedRow& row, FieldReport& report);
    void add(const TypedRow& row, FieldReport report);
    void wrong(const TypedRow& row, Field field, std::string found, std::string expected) {
        fault(row.line, std::string(name_of(field)), std::move(found), std::move(expected));
    }

    const Rules& rules_;
    const Places& places_;
    const ReportDefaults& defaults_;
    ReportFile file_;
};

std::optional<Instant> RowReader::read_time(const TypedRow& row, Field field) {
    const std::string text = row.text(field);
    if (text.empty()) {
        return std::nullopt;
    }
    std::string iso = text;
    const std::size_t blank = iso.find(' ');  // "2017-07-14 18:00", as spreadsheets write it
    if (blank != std::string::npos) {
        iso[blank] = 'T';
    }
    const auto at = parse_instant(iso);
    if (!at) {
        wrong(row, field, text, "a time such as 2017-07-14T18:00");
    }
    return at;
}

void RowReader::read_times(const TypedRow& row, FieldReport& report) {
    const std::size_t before = file_.faults.size();
    const auto stat_time = read_time(row, Field::stat_time);
    const auto received = read_time(row, Field::received_at);
    if (file_.faults.size() != before) {
        return;
    }
    if (!stat_time) {
        wrong(row, Field::stat_time, "nothing", "the time the figures are of");
        return;
    }
    report.stat_time = *stat_time;
    report.received_at = received.value_or(defaults_.received_at);
    // A day alone counts as the later of its midnight and the time the figures are of.
    if (received && !has_time_of_day(row.text(Field::received_at)) && *received < *stat_time) {
        report.received_at = *stat_time;
    }
    if (report.received_at < report.stat_time) {
        wrong(row, Field::received_at, format_instant(report.received_at),
              "a time not before the stat_time " + format_instant(report.stat_time));
    }
    if (report.received_at > defaults_.received_at) {
        wrong(row, Field::received_at, format_instant(report.received_at),
              "at most now, " + format_instant(defaults_.received_at));
    }
}

void RowReader::read_unit(const TypedRow& row, FieldReport& report) {
    const std::string code = row.text(Field::code);
    const std::string name = row.text(Field::name);
    if (code.empty() && name.empty()) {
        wrong(row, Field::code, "nothing", "the code or the name of the unit that reports");
        return;
    }
    const Date on = beijing_date(report.stat_time);
    if (!code.empty()) {
        const Place* place = places_.find_code(code);
        if (place == nullptr) {
            wrong(row, Field::code, code, "a GB/T 2260 code of Jilin, former ones included");
            return;
        }
        report.unit = place->code;
        return;
    }
    try {
        report.unit = places_.resolve(name, on).code;
    } catch (const Error& error) {
        wrong(row, Field::name, error.detail().found.empty() ? name : error.detail().found,
              error.detail().expected);
    }
}

void RowReader::read_head(const TypedRow& row, FieldReport& report) {
    report.line = row.line;
    report.label = row.text(Field::report_id);
    report.reporter = row.text(Field::reporter);
    if (report.reporter.empty()) {
        report.reporter = defaults_.reporter;
    }
    report.source = row.text(Field::source);
    report.note = row.text(Field::note);
    report.corrects = row.text(Field::corrects);
    if (const std::string words = row.text(Field::explanation); !words.empty()) {
        report.explanations.push_back(words);
    }
    read_times(row, report);
    read_unit(row, report);
    if (const std::string kind = row.text(Field::kind); !kind.empty()) {
        report.kind = report_kind_of(kind);
        if (!report.kind) {
            wrong(row, Field::kind, kind,
                  "initial, follow_up, final, zero or correction (初报 续报 核报 零报告 更正)");
        }
    }
    if (!report.corrects.empty() && !report.kind) {
        report.kind = ReportKind::correction;
    }
    if ((report.kind == ReportKind::correction) != !report.corrects.empty()) {
        wrong(row, Field::corrects, report.corrects.empty() ? "nothing" : report.corrects,
              "the report that a correction stands for, and only there");
    }
    const std::string drill = fold(row.text(Field::drill));
    constexpr std::array<std::string_view, 5> no{"", "0", "否", "no", "false"};
    report.drill = std::ranges::find(no, drill) == no.end() || speaks_of_drill(report.note) ||
                   speaks_of_drill(report.source) || speaks_of_drill(report.reporter) ||
                   speaks_of_drill(report.label);
    if (const std::string flag = row.text(Field::flag); !flag.empty()) {
        constexpr std::array flags{Flag::read,    Flag::read_secondary, Flag::recalled,
                                   Flag::derived, Flag::assumption,     Flag::synthetic};
        const auto* const found =
            std::ranges::find_if(flags, [&](Flag each) { return flag_name(each) == flag; });
        if (found == flags.end()) {
            wrong(row, Field::flag, flag, "read, read-secondary, recalled, derived or assumption");
        } else {
            report.flag = *found;
        }
    }
    report.counts_since = counts_since_of(report.note, report.stat_time, defaults_.event_start);
}

void RowReader::read_figures(const TypedRow& row, FieldReport& report) {
    const std::string exactness = row.text(Field::exactness);
    constexpr std::array<std::string_view, 4> known{"", "exact", "rounded", "derived"};
    if (std::ranges::find(known, exactness) == known.end()) {
        wrong(row, Field::exactness, exactness, "exact, rounded or derived");
    }
    for (const TypedRow::Figure& typed : row.figures) {
        if (typed.words.empty()) {
            continue;
        }
        const FigureReading read = read_figure_words(typed.words, typed.metric->unit, typed.unit);
        if (!read.figure) {
            fault(row.line, typed.field,
                  typed.unit.empty() ? typed.words : typed.words + " " + typed.unit, read.expected);
            continue;
        }
        report.figures.push_back({.metric = typed.metric->id,
                                  .value = read.figure->value,
                                  .bound = read.figure->bound,
                                  .exactness = exactness.empty() || exactness == "exact"
                                                   ? (read.figure->rounded ? "rounded" : "exact")
                                                   : exactness,
                                  .words = typed.words,
                                  .multiplier = read.figure->multiplier,
                                  .doubled = read.figure->doubled,
                                  .line = row.line});
    }
    if (report.kind == ReportKind::zero) {
        for (const FieldFigure& figure : report.figures) {
            if (figure.value.amount != 0) {
                fault(row.line, figure.metric, figure.words, "0 in a zero report");
            }
        }
    }
}

void RowReader::add(const TypedRow& row, FieldReport report) {
    const auto same = std::ranges::find_if(file_.reports, [&](const FieldReport& other) {
        return report.label.empty()
                   ? other.label.empty() && other.unit == report.unit &&
                         other.stat_time == report.stat_time && other.reporter == report.reporter
                   : other.label == report.label;
    });
    if (same == file_.reports.end()) {
        file_.reports.push_back(std::move(report));
        return;
    }
    if (same->unit != report.unit) {
        wrong(row, Field::code, report.unit,
              fmt::format("{}, as in line {}", same->unit, same->line));
    }
    if (same->stat_time != report.stat_time) {
        wrong(row, Field::stat_time, format_instant(report.stat_time),
              fmt::format("{}, as in line {}", format_instant(same->stat_time), same->line));
    }
    if (same->received_at != report.received_at) {
        wrong(row, Field::received_at, format_instant(report.received_at),
              fmt::format("{}, as in line {}", format_instant(same->received_at), same->line));
    }
    if (same->kind != report.kind || same->corrects != report.corrects) {
        wrong(row, Field::kind, row.text(Field::kind),
              fmt::format("the same as in line {}", same->line));
    }
    for (FieldFigure& figure : report.figures) {
        if (const FieldFigure* twice = same->figure(figure.metric)) {
            fault(row.line, figure.metric, figure.words,
                  fmt::format("each metric once in a report; it stands in line {}", twice->line));
        } else {
            same->figures.push_back(std::move(figure));
        }
    }
    same->drill = same->drill || report.drill;
    if (!same->counts_since) {
        same->counts_since = report.counts_since;
    }
    if (!same->explained()) {
        same->explanations = std::move(report.explanations);
    }
}

void RowReader::read(const TypedRow& row) {
    const std::size_t before = file_.faults.size();
    FieldReport report;
    read_head(row, report);
    read_figures(row, report);
    if (file_.faults.size() != before) {
        return;
    }
    if (report.figures.empty()) {
        fault(row.line, "", "no figure at all",
              "at least one figure; nothing found is reported with zeros, for an empty cell is no "
              "zero");
        return;
    }
    add(row, std::move(report));
}

void RowReader::read_long(TypedRow row) {
    const std::string id = row.text(Field::metric);
    const Metric* metric = rules_.metric(id);
    if (metric == nullptr) {
        const auto named = std::ranges::find(rules_.metrics, id, &Metric::name_zh);
        metric = named == rules_.metrics.end() ? nullptr : &*named;
    }
    if (metric == nullptr) {
        wrong(row, Field::metric, id.empty() ? "nothing" : id,
              "a metric of data/rules/metrics.csv");
        return;
    }
    const std::string words = row.text(Field::value);
    if (words.empty()) {
        wrong(row, Field::value, "nothing", "a figure; what is not known has no row");
        return;
    }
    row.figures = {{.metric = metric,
                    .field = std::string(name_of(Field::value)),
                    .words = words,
                    .unit = row.text(Field::unit)}};
    read(row);
}

/// The words of a cell; of a date cell as an ISO time. nullopt where the cell holds no value.
std::optional<std::string> cell_words(const SheetCell& cell) {
    if (cell.kind == CellKind::error || cell.kind == CellKind::formula_without_value) {
        return std::nullopt;
    }
    if (cell.kind != CellKind::date) {
        return trimmed(cell.text);
    }
    const double serial = cell.number().value_or(0);
    const auto day = date_of_serial(std::floor(serial));
    if (!day) {
        return std::nullopt;
    }
    constexpr int minutes_of_day = 24 * 60;
    const auto minutes =
        static_cast<int>(std::lround((serial - std::floor(serial)) * minutes_of_day));
    return minutes == 0 || minutes >= minutes_of_day
               ? *day
               : fmt::format("{}T{:02}:{:02}", *day, minutes / 60, minutes % 60);
}

/// What the columns of a sheet hold.
struct Columns {
    std::map<int, Field> fields;
    struct MetricColumn {
        const Metric* metric = nullptr;
        std::string heading;
        std::string unit;
    };
    std::map<int, MetricColumn> metrics;

    [[nodiscard]] bool has(Field wanted) const {
        return std::ranges::any_of(fields, [&](const auto& row) { return row.second == wanted; });
    }
    [[nodiscard]] bool is_long() const { return has(Field::metric) && has(Field::value); }
    [[nodiscard]] bool usable() const {
        return (has(Field::code) || has(Field::name)) && (is_long() || !metrics.empty());
    }
};

/// "受灾人口（万人）" -> 受灾人口, 万人.
std::pair<std::string, std::string> split_heading(const std::string& heading) {
    std::string plain = heading;
    for (const auto& [wide, narrow] :
         {std::pair<std::string_view, std::string_view>{"（", "("}, {"）", ")"}}) {
        for (std::size_t at = plain.find(wide); at != std::string::npos; at = plain.find(wide)) {
            plain.replace(at, wide.size(), narrow);
        }
    }
    const std::size_t open = plain.rfind('(');
    if (open == std::string::npos || plain.back() != ')') {
        return {plain, ""};
    }
    return {trimmed(plain.substr(0, open)), plain.substr(open + 1, plain.size() - open - 2)};
}

Columns columns_of(const Sheet& sheet, std::size_t row, const Rules& rules) {
    Columns columns;
    for (int column = 1; column <= sheet.row_width(row); ++column) {
        const std::string heading = trimmed(sheet.cell(row, column).text);
        if (const auto field = field_of(heading)) {
            columns.fields.emplace(column, *field);
            continue;
        }
        const auto [name, unit] = split_heading(heading);
        for (const Metric& metric : rules.metrics) {
            if (metric.id == heading || metric.id == name || metric.name_zh == heading ||
                metric.name_zh == name) {
                const bool whole = metric.name_zh == heading || metric.id == heading;
                columns.metrics.emplace(column,
                                        Columns::MetricColumn{&metric, heading, whole ? "" : unit});
            }
        }
    }
    return columns;
}

void read_sheet(const Sheet& sheet, std::size_t heading, const Columns& columns,
                RowReader& reader) {
    for (std::size_t index = heading + 1; index < sheet.size(); ++index) {
        TypedRow row{.line = sheet.row_number(index), .fields = {}, .figures = {}};
        bool any = false;
        bool broken = false;
        const auto words_at = [&](int column, std::string_view name) {
            const SheetCell cell = sheet.cell(index, column);
            const auto words = cell_words(cell);
            if (!words) {
                reader.fault(row.line, std::string(name), std::string(cell.text),
                             "a value, not a formula nobody has calculated nor an error");
                broken = true;
            }
            any = any || (words && !words->empty());
            return words.value_or("");
        };
        for (const auto& [column, field] : columns.fields) {
            row.fields[field] = words_at(column, name_of(field));
        }
        for (const auto& [column, metric] : columns.metrics) {
            row.figures.push_back({.metric = metric.metric,
                                   .field = metric.heading,
                                   .words = words_at(column, metric.heading),
                                   .unit = metric.unit});
        }
        if (!any || broken) {
            continue;
        }
        if (columns.is_long()) {
            reader.read_long(std::move(row));
        } else {
            reader.read(row);
        }
    }
}

void read_workbook_reports(std::string_view bytes, const std::string& file, const Rules& rules,
                           RowReader& reader) {
    const Workbook book = read_workbook(bytes, file);
    bool found = false;
    for (const Sheet& sheet : book.sheets) {
        constexpr std::size_t rows_tried = 10;
        for (std::size_t row = 0; row < std::min(sheet.size(), rows_tried); ++row) {
            const Columns columns = columns_of(sheet, row, rules);
            if (columns.usable()) {
                read_sheet(sheet, row, columns, reader);
                found = true;
                break;
            }
        }
    }
    if (!found) {
        throw bad_input({.code = "report.columns",
                         .message = "no row of the sheet is a heading of reports",
                         .file = file,
                         .found = "no column for the unit together with metrics",
                         .expected = "scope_code or 单位, with metric and value or a column a "
                                     "metric such as affected or 受灾人口(万人)"});
    }
}

using Json = nlohmann::json;

std::optional<std::string> json_words(const Json& value) {
    if (value.is_string()) {
        return trimmed(value.get<std::string>());
    }
    if (value.is_boolean()) {
        return value.get<bool>() ? "1" : "0";
    }
    return value.is_number() ? std::optional(value.dump()) : std::nullopt;
}

void read_json_report(const Json& report, int number, const Rules& rules, RowReader& reader) {
    TypedRow row{.line = number, .fields = {}, .figures = {}};
    if (!report.is_object()) {
        reader.fault(number, "reports", report.dump(), "an object");
        return;
    }
    bool broken = false;
    const auto wrong = [&](const std::string& field, const Json& value, std::string expected) {
        reader.fault(number, field, value.dump(), std::move(expected));
        broken = true;
    };
    for (const auto& [key, value] : report.items()) {
        if (key == "figures" || value.is_null()) {
            continue;
        }
        auto field = field_of(key);
        const auto words = json_words(value);
        if (key == "unit" && words) {  // of a report it is the unit that reports
            const bool is_code =
                !words->empty() && std::isdigit(static_cast<unsigned char>(words->front())) != 0;
            field = is_code ? Field::code : Field::name;
        }
        if (!field || !words) {
            wrong(key, value, "a field of a report, a text or a number");
            continue;
        }
        row.fields[*field] = *words;
    }
    const auto figures = report.find("figures");
    if (figures == report.end() || !figures->is_object()) {
        wrong("figures", figures == report.end() ? Json() : *figures,
              "an object of metrics and figures");
        return;
    }
    for (const auto& [key, value] : figures->items()) {
        const Metric* metric = rules.metric(key);
        const auto words = json_words(value);
        if (metric == nullptr || (!words && !value.is_null())) {
            wrong(key, value, "a metric of data/rules/metrics.csv with a number or its words");
            continue;
        }
        row.figures.push_back(
            {.metric = metric, .field = key, .words = words.value_or(""), .unit = {}});
    }
    if (!broken) {
        reader.read(row);
    }
}

void read_json_reports(std::string_view bytes, const std::string& file, const Rules& rules,
                       RowReader& reader) {
    check_json_depth(bytes, file);
    const Json document = Json::parse(bytes, nullptr, false);
    if (document.is_discarded()) {
        throw bad_input({.code = "json.syntax",
                         .message = "the JSON is broken",
                         .file = file,
                         .expected = R"({"reports": [...]})"});
    }
    const Json* reports = document.is_array() ? &document : nullptr;
    if (document.is_object() && document.contains("reports")) {
        reports = &document.at("reports");
    }
    if (reports == nullptr || !reports->is_array()) {
        throw bad_input({.code = "json.field",
                         .message = "the JSON holds no list of reports",
                         .file = file,
                         .field = "reports",
                         .expected = "a list of reports"});
    }
    int number = 0;
    for (const Json& report : *reports) {
        read_json_report(report, ++number, rules, reader);
    }
}

bool looks_like_json(std::string_view bytes) {
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[');
}

}  // namespace

bool speaks_of_drill(std::string_view words) {
    const std::string folded = fold(words);
    return folded.find("演练") != std::string::npos || folded.find("演习") != std::string::npos ||
           folded.find("drill") != std::string::npos;
}

ReportFile read_report_file(std::string_view bytes, const std::string& file, const Rules& rules,
                            const Places& places, const ReportDefaults& defaults) {
    RowReader reader(rules, places, defaults);
    if (looks_like_json(bytes)) {
        read_json_reports(bytes, file, rules, reader);
    } else {
        read_workbook_reports(bytes, file, rules, reader);
    }
    return reader.take();
}

void require_whole(const ReportFile& read, const std::string& file) {
    if (!read.faults.empty()) {
        std::string all;
        for (const LineFault& fault : read.faults) {
            all += fmt::format("{}{}: {}{}found {}, expected {}", all.empty() ? "" : "; ",
                               fault.line, fault.field, fault.field.empty() ? "" : ": ",
                               fault.found, fault.expected);
        }
        throw bad_input(
            {.code = "report.lines",
             .message = fmt::format("{} of its lines are wrong, so nothing of the file is taken",
                                    read.faults.size()),
             .file = file,
             .line = read.faults.front().line,
             .field = read.faults.front().field,
             .found = std::move(all),
             .expected = "a file whose lines are all right"});
    }
    if (read.reports.empty()) {
        throw bad_input({.code = "report.nothing",
                         .message = "the file holds no report",
                         .file = file,
                         .expected = "at least one row under the heading"});
    }
}

}  // namespace relief
