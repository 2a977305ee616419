// SPDX-License-Identifier: Apache-2.0
#include "reserves/exchange/import_reason.h"

#include "core/table/sheet.h"

#include <array>

namespace relief {
namespace {

struct ReasonRow {
    std::string_view name;
    RowStatus status;
    std::string_view zh;
    std::string_view en;
};

constexpr RowStatus held = RowStatus::held;
constexpr RowStatus is_refused = RowStatus::refused;

// In the order of ReasonCode.
constexpr std::array<ReasonRow, 34> rows{{
    {"item_missing", is_refused, "没有写物资编码或名称", "neither code nor name of the goods"},
    {"item_unknown", is_refused, "目录里没有这种物资", "the catalogue has no such goods"},
    {"item_ambiguous", held, "这个名称对应几种物资", "several goods have this name"},
    {"item_name_differs", held, "编码与名称不是同一种物资",
     "code and name are not of the same goods"},
    {"site_missing", is_refused, "没有写库点", "the depot is missing"},
    {"site_unknown", is_refused, "没有这个库点", "there is no such depot"},
    {"site_differs", held, "表中库点与命令给出的不同",
     "the depot of the row is not the one that was named for the sheet"},
    {"owner_unknown", held, "不认识这个所有者", "the owner is not known"},
    {"quantity_empty", is_refused, "数量是空的", "the quantity is empty"},
    {"quantity_not_a_number", is_refused, "数量不是数", "the quantity is no number"},
    {"quantity_negative", is_refused, "数量为负", "the quantity is negative"},
    {"quantity_fraction", is_refused, "数量比这种物资的最小单位还细",
     "the quantity is finer than the goods are counted"},
    {"quantity_zero", is_refused, "收货数量为零", "nothing was received"},
    {"quantity_too_large", is_refused, "数量大得离谱", "the quantity is out of range"},
    {"formula", is_refused, "公式没有算出的值，请用表格软件打开、保存后再发",
     "a formula without its value; open the file in a spreadsheet program, save and send again"},
    {"cell_error", is_refused, "单元格里是错误值", "the cell holds an error"},
    {"unit_differs", held, "单位与目录不同，也没有约定的换算",
     "another unit than the catalogue's, and no pack was agreed"},
    {"unit_in_cell_differs", held, "数量格里数字后的字不是单位栏的单位",
     "the unit in the quantity is not the one of the unit column"},
    {"pack_meaning", held, "说不清数量是件数还是包装数，请注明",
     "does the quantity count packs or pieces? say which"},
    {"pack_partial", held, "不是整包装，而这种包装不能拆",
     "no whole packs, and the pack cannot be opened"},
    {"bin_sum", held, "各货位数量之和与总数不符", "the bins do not add up to the quantity"},
    {"date_not_a_date", is_refused, "日期看不懂", "the date cannot be read"},
    {"date_no_such_day", is_refused, "日历上没有这一天", "the calendar has no such day"},
    {"date_order", held, "说不清哪个是月哪个是日，请注明（--date-order）",
     "which is the month? say it (--date-order)"},
    {"date_contradiction", held, "这一列里月日次序前后不一",
     "the column writes the month first and last"},
    {"date_future", held, "生产日期还没有到", "the production date is in the future"},
    {"date_reversed", held, "到期早于生产", "it expires before it was made"},
    {"expired", held, "已经过期", "it has expired"},
    {"lot_mangled", held, "批号被表格软件改写了", "a spreadsheet program has rewritten the lot"},
    {"lot_missing", held, "没有批号，也没有日期，无法建批次",
     "neither lot nor date: no lot can be made"},
    {"lot_several", held, "没有批号，而账上这里有几个批次",
     "no lot, and the books have several lots there"},
    {"lot_dates_differ", held, "这个批次登记的日期不同", "the lot is registered with other dates"},
    {"duplicate", held, "与前面的行重复", "repeats an earlier row"},
    {"stale", held, "表里的账面数已不是现在的账面数，表已过期",
     "the book quantity of the sheet is no longer the books': the sheet is stale"},
}};

}  // namespace

std::string_view status_name(RowStatus status) {
    constexpr std::array<std::string_view, 3> names{"accepted", "held", "refused"};
    return names[static_cast<std::size_t>(status)];
}

std::string_view status_word(RowStatus status, std::string_view language) {
    constexpr std::array<std::string_view, 3> words{"接受", "待核", "退回"};
    return language == "zh" ? words[static_cast<std::size_t>(status)] : status_name(status);
}

std::string_view reason_name(ReasonCode code) {
    return rows[static_cast<std::size_t>(code)].name;
}

RowStatus reason_status(ReasonCode code) {
    return rows[static_cast<std::size_t>(code)].status;
}

std::string reason_text(const ImportReason& reason, std::string_view language) {
    const ReasonRow& row = rows[static_cast<std::size_t>(reason.code)];
    const bool zh = language == "zh";
    std::string text(zh ? row.zh : row.en);
    if (!reason.found.empty()) {
        text += zh ? "：“" + reason.found + "”" : ": \"" + reason.found + "\"";
    }
    if (!reason.expected.empty()) {
        text += (zh ? "，应为 " : ", expected ") + reason.expected;
    }
    if (reason.column > 0) {
        const std::string column = column_letters(reason.column);
        text += zh ? "（" + column + " 列）" : " (column " + column + ")";
    }
    return text;
}

}  // namespace relief
