// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/form_parts.h"

namespace relief {
namespace {

const std::vector<PostSpec> report_posts{{"make", {"填报人", "Made by"}},
                                         {"check", {"审核人", "Checked by"}},
                                         {"sign", {"单位负责人", "Head"}}};

/// With the book quantity to explain differences, or without it so that the counter counts.
FormKind count_sheet(std::string_view id, FormLabel title, bool with_book) {
    std::vector<ColumnSpec> shown{columns::no,  {"bin", {"库位", "Bin"}, 9}, columns::item,
                                  columns::lot, columns::expires_on,         columns::condition,
                                  columns::unit};
    if (with_book) {
        shown.push_back({"quantity", {"账面数量", "Book"}, 9, Align::right, true});
    }
    shown.push_back({"counted_quantity", {"实盘数量", "Counted"}, 10, Align::right});
    shown.push_back({"counted_at", {"盘点时间", "Counted at"}, 11, Align::center});
    if (with_book) {
        shown.push_back({"difference_quantity", {"差异", "Difference"}, 8, Align::right});
    }
    shown.push_back(columns::note);
    return {
        .id = id,
        .title = title,
        .paper = Paper::landscape,
        .fields = {fields::site, {"as_of", {"账面时间", "Books as of"}}},
        .tables = {goods_table(shown)},
        .posts = {{"count", {"盘点人", "Counted by"}},
                  {"witness", {"监盘人", "Witness"}},
                  {"keep", {"库管员", "Keeper"}}},
        .stamped = with_book,
        .notes = {with_book ? FormLabel{"差异 = 实盘 - 盘点时刻的账面数。",
                                        "Difference = counted - book at the moment of counting."}
                            : FormLabel{"盲盘：本表不列账面数量；逐批如实填写数量和时刻。",
                                        "Blind count: no book quantities here; write number and "
                                        "time of every lot."}}};
}

/// The eight words of the label (中央级救灾储备物资管理办法).
FormKind lot_card() {
    return {.id = "lot_card",
            .title = {"救灾物资卡片", "Lot card"},
            .paper = Paper::label,
            .fields = {{"item", {"品名", "Item"}},
                       {"code", {"编号", "Lot"}},
                       {"spec", {"规格", "Specification"}, true},
                       {"maker", {"产地", "Maker"}},
                       {"quantity", {"数量", "Quantity"}},
                       {"quality", {"质量", "Condition"}},
                       {"made_on", {"生产日期", "Made on"}},
                       {"received_on", {"入库时间", "Received"}},
                       {"expires_on", {"有效期至", "Use by"}},
                       {"owner", {"权属", "Owner"}},
                       {"site", {"库点/库位", "Depot, bin"}}}};
}

FormKind stock_ledger() {
    return {.id = "stock_ledger",
            .title = {"救灾物资库存台账", "Stock ledger"},
            .paper = Paper::landscape,
            .fields = {fields::site,
                       {"as_of", {"账面时间", "Books as of"}},
                       {"keeper", {"保管单位", "Keeper"}},
                       {"checked", {"账目核验", "Books"}}},
            .tables = {goods_table(
                           {columns::no,
                            columns::item,
                            columns::spec,
                            columns::lot,
                            columns::owner,
                            columns::made_on,
                            columns::expires_on,
                            columns::condition,
                            {"stage", {"状态", "Stage"}, 8, Align::center},
                            columns::unit,
                            columns::quantity,
                            {"available_quantity", {"可用", "Available"}, 9, Align::right, true},
                            columns::note}),
                       {.key = "totals",
                        .caption = {"分品种合计", "Totals by item"},
                        .columns = {columns::no, columns::item, columns::spec, columns::unit,
                                    columns::quantity, columns::capital},
                        .optional = true}},
            .posts = {{"keep", {"库管员", "Keeper"}},
                      {"make", {"记账", "Books"}},
                      {"check", {"复核", "Checked by"}}},
            .stamped = true};
}

FormKind bulletin(std::string_view id, FormLabel title, FormLabel note) {
    return {
        .id = id,
        .title = title,
        .fields = {{"period", {"统计期间", "Period"}},
                   {"as_of", {"数字截至", "Figures as of"}},
                   {"summary", {"综述", "Summary"}, true}},
        .tables = {goods_table({columns::no,
                                columns::item,
                                columns::spec,
                                columns::unit,
                                {"opening_quantity", {"期初", "Opening"}, 9, Align::right},
                                {"in_quantity", {"收入", "In"}, 9, Align::right},
                                {"out_quantity", {"发出", "Out"}, 9, Align::right},
                                {"quantity", {"期末库存", "Closing"}, 10, Align::right},
                                {"available_quantity", {"其中可用", "Available"}, 10, Align::right},
                                {"transit_quantity", {"在途", "In transit"}, 9, Align::right},
                                columns::note})},
        .posts = report_posts,
        .stamped = true,
        .notes = {note}};
}

FormKind yearly_report() {
    FormKind kind = bulletin("yearly_report", {"救灾物资储备年报", "Yearly report of stock"},
                             {"1 月 10 日前报送上一年度储备情况。", "Due by 10 January."});
    kind.paper = Paper::landscape;
    kind.tables.front().columns = {columns::no,
                                   columns::item,
                                   columns::spec,
                                   columns::unit,
                                   {"opening_quantity", {"年初", "Opening"}, 9, Align::right},
                                   {"bought_quantity", {"购置", "Bought"}, 9, Align::right},
                                   {"upper_quantity", {"上级调入", "From above"}, 9, Align::right},
                                   {"donated_quantity", {"捐赠", "Donated"}, 9, Align::right},
                                   {"returned_quantity", {"回收", "Returned"}, 9, Align::right},
                                   {"out_quantity", {"调出发放", "Out"}, 9, Align::right},
                                   {"scrapped_quantity", {"报废", "Scrapped"}, 9, Align::right},
                                   {"lost_quantity", {"损溢", "Lost, found"}, 9, Align::right},
                                   {"quantity", {"年末库存", "Closing"}, 10, Align::right},
                                   columns::note};
    return kind;
}

FormKind safety_checklist() {
    return {.id = "safety_checklist",
            .title = {"救灾物资库安全检查表", "Depot safety checklist"},
            .fields = {fields::site,
                       {"at", {"检查时间", "Checked at"}},
                       {"departments", {"参检部门", "Departments"}, true}},
            .tables = {goods_table({columns::no,
                                    {"group", {"类别", "Group"}, 8},
                                    {"check", {"检查内容", "Check"}, 28},
                                    {"cycle", {"周期", "Cycle"}, 8, Align::center},
                                    {"grade", {"隐患等级", "Grade"}, 7, Align::center},
                                    {"result", {"结果", "Result"}, 9, Align::center},
                                    {"note", {"问题与整改期限", "Finding, deadline"}, 22}})},
            .posts = {{"inspect", {"检查人", "Inspector"}},
                      {"inspect_other", {"参检部门", "Other departments"}},
                      {"keep", {"库点负责人", "Head of depot"}}},
            .stamped = true,
            .notes = {{"隐患等级 1 为重大，立即整改；3 为一般。各部门对本部门意见签字。",
                       "Grade 1 is the gravest and mended at once. Each department signs its own "
                       "findings."}}};
}

FormKind hazard_notice() {
    return {.id = "hazard_notice",
            .title = {"安全隐患整改通知", "Notice to mend hazards"},
            .fields = {{"site", {"被通知单位", "To"}},
                       {"at", {"检查时间", "Checked at"}},
                       {"inspection", {"检查记录", "Inspection"}},
                       {"recheck", {"复查时间", "Re-check on"}}},
            .tables = {goods_table({columns::no,
                                    {"check", {"隐患内容", "Hazard"}, 26},
                                    {"grade", {"等级", "Grade"}, 6, Align::center},
                                    {"demand", {"整改要求", "What to do"}, 22},
                                    {"deadline", {"整改期限", "Deadline"}, 11, Align::center},
                                    {"responsible", {"责任人", "Who"}, 10},
                                    {"note", {"复查结果", "Re-check"}, 12}})},
            .posts = {{"inspect", {"检查人", "Inspector"}},
                      {"sign", {"签发", "Signed"}},
                      {"receive", {"被通知单位签收", "Received"}}},
            .stamped = true,
            .notes = {{"逾期未改的，报上一级主管部门；存在重大隐患的库点不计入可用储备覆盖。",
                       "Overdue ones go to the next level; a depot with a grave hazard does not "
                       "count in coverage."}}};
}

FormKind supplier_phone_book() {
    return {
        .id = "supplier_phone_book",
        .title = {"协议供应商电话簿", "Phone book of agreement suppliers"},
        .paper = Paper::landscape,
        .fields = {{"as_of", {"协议状态截至", "Agreements as of"}}, fields::site},
        .tables = {goods_table({columns::no,
                                {"place", {"地区", "Place"}, 11},
                                {"supplier", {"供应商", "Supplier"}, 24},
                                columns::item,
                                columns::unit,
                                {"daily_capacity", {"日供能力", "A day"}, 10, Align::right},
                                {"on_hand", {"现货", "On hand"}, 10, Align::right},
                                {"first_hours", {"首车小时", "First lorry, h"}, 8, Align::right},
                                {"until", {"协议到期", "Agreement until"}, 11, Align::center},
                                {"phone", {"联系人/电话", "Contact"}, 18},
                                {"last_test", {"上次叫应", "Last test"}, 11, Align::center}})},
        .posts = {{"make", {"核对人", "Checked by"}}}};
}

}  // namespace

std::vector<FormKind> ledger_forms() {
    return {
        count_sheet("count", {"救灾物资盘点表", "Count sheet"}, true),
        count_sheet("count_blind", {"救灾物资盘点表（盲盘）", "Blind count sheet"}, false),
        lot_card(),
        stock_ledger(),
        bulletin("daily_bulletin", {"救灾物资库存日报", "Daily stock bulletin"},
                 {"数字取自账面时间的台账。", "Figures are those of the books at that moment."}),
        bulletin("ten_day_bulletin", {"救灾物资库存旬报", "Ten-day stock bulletin"},
                 {"数字取自账面时间的台账。", "Figures are those of the books at that moment."}),
        yearly_report(),
        safety_checklist(),
        hazard_notice(),
        supplier_phone_book()};
}

const std::vector<FormKind>& form_kinds() {
    static const std::vector<FormKind> all = [] {
        std::vector<FormKind> kinds = order_forms();
        for (const auto& more : {depot_forms(), ledger_forms()}) {
            kinds.insert(kinds.end(), more.begin(), more.end());
        }
        return kinds;
    }();
    return all;
}

}  // namespace relief
