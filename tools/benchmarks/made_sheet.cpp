// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/made_sheet.h"

#include "core/data_source.h"
#include "core/rules.h"
#include "core/table/xlsx_writer.h"
#include "core/time.h"
#include "reserves/depot.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <iconv.h>

namespace relief::bench {
namespace {

constexpr Date sheet_day{std::chrono::year{2017} / std::chrono::July / 12};
constexpr int depots_of_a_lot = 5;
constexpr int shortest_life_days = 60;
constexpr std::array<std::string_view, 12> headings{"序号",     "储备库", "物资编码", "物资名称",
                                                    "规格型号", "单位",   "数量",     "批号",
                                                    "生产日期", "货位",   "供货单位", "备注"};
constexpr std::size_t quantity_column = 6;
constexpr std::size_t made_column = 8;

/// One row; the quantity and the date stand apart, as each kind of file writes them its own way.
struct SheetRow {
    std::array<std::string, headings.size()> texts;
    std::int64_t quantity = 0;
    Date made_on;
    bool is_wrong = false;
};

std::string written_date(Date date, int form) {
    const std::string iso = format_date(date);
    const std::chrono::year_month_day day{date};
    switch (form) {
        case 0: return iso;
        case 1: return iso.substr(0, 4) + iso.substr(5, 2) + iso.substr(8, 2);
        case 2:
            return fmt::format("{}/{}/{}", static_cast<int>(day.year()),
                               static_cast<unsigned>(day.month()),
                               static_cast<unsigned>(day.day()));
        default:
            return fmt::format("{}年{}月{}日", static_cast<int>(day.year()),
                               static_cast<unsigned>(day.month()),
                               static_cast<unsigned>(day.day()));
    }
}

std::string written_quantity(std::int64_t quantity) {
    return quantity < 1000 ? fmt::format("{}", quantity)
                           : fmt::format("{},{:03}", quantity / 1000, quantity % 1000);
}

class SheetMaker {
  public:
    SheetMaker(const std::filesystem::path& data, const MadeSheet& wanted)
        : wanted_(wanted), random_(wanted.seed) {
        const FolderSource source(data);
        const Rules rules = load_rules(source);
        baseline_ = load_baseline(source, rules, Places(source));
        // What is eaten the day it is made is in no list of stock.
        std::copy_if(rules.items.begin(), rules.items.end(), std::back_inserter(items_),
                     [](const Item& item) { return item.shelf_life_days >= shortest_life_days; });
    }

    /// All rows in their order. The sum of the quantities is what the 合计 line says.
    SheetCounts make(const std::function<void(const SheetRow&)>& put) {
        SheetCounts counts{.rows = wanted_.rows};
        const int lots = std::max(wanted_.rows / depots_of_a_lot, 1);
        for (int number = 0; number < wanted_.rows; ++number) {
            const SheetRow row = make_row(number, number % lots, number / lots);
            counts.refused += row.is_wrong ? 1 : 0;
            sum_ += row.quantity;
            put(row);
        }
        return counts;
    }

    [[nodiscard]] std::int64_t sum() const { return sum_; }

  private:
    std::uint64_t below(std::uint64_t n) { return random_() % n; }

    SheetRow make_row(int number, int lot, int turn) {
        const Item& item = items_[static_cast<std::size_t>(lot) % items_.size()];
        const auto depots = baseline_.depots.size();
        const Depot& depot =
            baseline_.depots[(static_cast<std::size_t>(lot) * 7 + static_cast<std::size_t>(turn)) %
                             depots];
        // By the lot alone, so that it is the same in every depot; within the first half of life.
        const int life = std::clamp(item.shelf_life_days / 2, 2, 1'200);
        SheetRow row{.quantity = static_cast<std::int64_t>(1 + below(2'400)),
                     .made_on = sheet_day - std::chrono::days{1 + lot * 13 % (life - 1)}};
        const auto form = static_cast<int>(below(4));
        row.texts = {fmt::format("{}", number + 1),
                     depot.name,
                     item.id,
                     item.name_zh,
                     item.name_en,
                     item.unit,
                     written_quantity(row.quantity),
                     fmt::format("{}-{:02}-{:05}", item.id, lot % 97, lot),
                     written_date(row.made_on, form),
                     fmt::format("{}-{:02}-{}", "ABCDEF"[below(6)], 1 + below(24), 1 + below(4)),
                     fmt::format("吉林省第{}物资厂", 1 + below(60)),
                     below(7) == 0 ? "外包装完好" : ""};
        spoil(row);
        return row;
    }

    void spoil(SheetRow& row) {
        switch (below(1'000)) {
            case 0:
                row.quantity = -row.quantity;
                row.texts[quantity_column] = fmt::format("{}", row.quantity);
                break;
            case 1:
                row.texts[2] = "X" + row.texts[2];
                row.texts[3] = "不在目录的物资";
                break;
            case 2: row.texts[made_column] = "2017-02-30"; break;
            default: return;
        }
        row.is_wrong = true;
    }

    MadeSheet wanted_;
    std::mt19937_64 random_;
    std::vector<Item> items_;
    Baseline baseline_;
    std::int64_t sum_ = 0;
};

std::string as_gb18030(const std::string& utf8) {
    const iconv_t converter = iconv_open("GB18030", "UTF-8");
    std::string bytes(2 * utf8.size() + 16, '\0');
    std::string text = utf8;
    char* from = text.data();
    char* to = bytes.data();
    std::size_t left = text.size();
    std::size_t room = bytes.size();
    const std::size_t failed = iconv(converter, &from, &left, &to, &room);
    iconv_close(converter);
    if (failed != 0 || left != 0) {
        throw std::runtime_error("a made sheet cannot be written as GB18030");
    }
    bytes.resize(bytes.size() - room);
    return bytes;
}

std::string csv_field(const std::string& text) {
    return text.find(',') == std::string::npos ? text : '"' + text + '"';
}

std::string title() {
    return fmt::format("吉林省救灾物资库存明细表（{}）", format_date(sheet_day));
}

SheetCounts with_size(SheetCounts counts, const std::filesystem::path& file) {
    counts.bytes = std::filesystem::file_size(file);
    return counts;
}

}  // namespace

SheetCounts make_csv_sheet(const std::filesystem::path& file, const std::filesystem::path& data,
                           const MadeSheet& wanted) {
    SheetMaker maker(data, wanted);
    std::string csv = fmt::format("{}\r\n{}\r\n", title(), fmt::join(headings, ","));
    const SheetCounts counts = maker.make([&](const SheetRow& row) {
        for (const std::string& text : row.texts) {
            csv += csv_field(text);
            csv += ',';
        }
        csv.back() = '\r';
        csv += '\n';
    });
    csv += fmt::format("合计,,,,,,{},,,,,\r\n", maker.sum());
    std::ofstream out(file, std::ios::binary);
    out << as_gb18030(csv);
    out.close();
    if (!out) {
        throw std::runtime_error("the made sheet cannot be written: " + file.string());
    }
    return with_size(counts, file);
}

SheetCounts make_xlsx_sheet(const std::filesystem::path& file, const std::filesystem::path& data,
                            const MadeSheet& wanted) {
    SheetMaker maker(data, wanted);
    XlsxWriter writer(file, beijing_midnight(sheet_day));
    writer.begin_sheet("库存明细");
    std::vector<OutputColumn> columns;
    for (const std::string_view heading : headings) {
        columns.push_back({.title = std::string(heading)});
    }
    writer.set_widths(columns);
    writer.put_row(std::vector<OutputCell>{title()}, RowLook::title);
    writer.put_header(columns);
    const SheetCounts counts = maker.make([&](const SheetRow& row) {
        std::vector<OutputCell> cells(row.texts.begin(), row.texts.end());
        cells[quantity_column] = Quantity{.amount = row.quantity};
        if (!row.is_wrong) {
            cells[made_column] = row.made_on;
        }
        writer.put_row(cells);
    });
    std::vector<OutputCell> total(headings.size());
    total[0] = std::string("合计");
    total[quantity_column] = Quantity{.amount = maker.sum()};
    writer.put_row(total);
    writer.close();
    return with_size(counts, file);
}

}  // namespace relief::bench
