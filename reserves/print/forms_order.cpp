// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/form_parts.h"

namespace relief {
namespace {

/// What an application must state: time, place and kind of disaster, people relocated, items and
/// amounts, own stock, own already used, amount asked (德州市陵城区 救灾物资调运制度).
FormKind application() {
    return {.id = "application",
            .title = {"救灾物资调拨申请（需求报告单）", "Application for allotment (need report)"},
            .fields = {{"to", {"报送单位", "To"}},
                       {"phone", {"联系人/电话", "Contact"}},
                       {"disaster_at", {"受灾时间", "When"}},
                       {"disaster_place", {"受灾地点", "Where"}},
                       {"disaster_kind", {"灾种", "Kind of disaster"}},
                       {"relocated", {"转移安置人数", "People relocated"}},
                       {"deliver_to", {"送达地点", "Deliver to"}},
                       {"event", {"事件", "Event"}},
                       {"reason", {"申请理由", "Reason"}, true}},
            .tables = {goods_table(
                {columns::no,
                 columns::item,
                 columns::spec,
                 columns::unit,
                 {"need_quantity", {"需求数量", "Needed"}, 9, Align::right, true},
                 {"stock_quantity", {"本级储备", "Own stock"}, 9, Align::right, true},
                 {"used_quantity", {"已动用", "Own used"}, 9, Align::right, true},
                 {"quantity", {"申请数量", "Asked"}, 9, Align::right, true},
                 columns::capital,
                 columns::note})},
            .posts = {{"make", {"填报人", "Made by"}},
                      {"check", {"审核人", "Checked by"}},
                      {"sign", {"单位负责人", "Head"}}},
            .stamped = true,
            .notes = {{"先用本级储备；情况紧急的可先电话报告，后补书面申请。",
                       "Own stock first; in urgency by telephone, the papers after."}}};
}

TableSpec vehicles() {
    return {.key = "vehicles",
            .caption = {"车辆", "Lorries"},
            .columns = {{"vehicle_class", {"车型", "Class"}, 12},
                        {"vehicles", {"辆数", "Lorries"}, 6, Align::right, true},
                        {"depart", {"发车", "Depart"}, 11, Align::center},
                        {"arrive", {"预计到达", "Arrive (expected)"}, 11, Align::center},
                        {"route", {"路线", "Road"}, 26},
                        {"km", {"里程 km", "km"}, 8, Align::right},
                        {"note", {"绕行原因/备注", "Why round, note"}, 18}},
            .optional = true};
}

FormKind allotment_order() {
    return {.id = "allotment_order",
            .title = {"救灾物资调拨令", "Allotment order"},
            .fields = {{"from", {"发货（保管）", "From (keeper)"}},
                       {"owner", {"物资权属", "Owner"}},
                       {"from_phone", {"发方联系人/电话", "Contact"}},
                       {"muster", {"接令时限", "Accept until"}},
                       {"to", {"收货单位", "To"}},
                       {"deliver_to", {"送达地点", "Deliver to"}},
                       {"to_phone", {"收方联系人/电话", "Contact"}},
                       {"due", {"要求到达", "To arrive by"}},
                       {"basis", {"依据", "Basis"}, true},
                       {"oral", {"口头签发", "By telephone"}, true}},
            .tables = {goods_table({columns::no, columns::item, columns::spec, columns::lot,
                                    columns::unit, columns::quantity, columns::capital,
                                    columns::weight, columns::volume, columns::note}),
                       vehicles()},
            .posts = {{"sign", {"签发", "Signed"}},
                      {"accept", {"保管（接令）", "Keeper"}},
                      {"escort", {"押运", "Escort"}},
                      {"receive", {"接收", "Received"}}},
            .stamped = true,
            .notes = {{"口头（电话）调拨的，48 小时内补办书面手续。接收后即时回执，差异如实填写。",
                       "After a telephone order the papers are due within 48 hours. The receipt "
                       "slip is sent at once, differences as they are."}}};
}

FormKind pick() {
    return {.id = "pick",
            .title = {"救灾物资拣货单", "Pick list"},
            .fields = {fields::site, fields::order, fields::at, fields::to},
            .tables = {goods_table({columns::no,
                                    {"bin", {"库位", "Bin"}, 10},
                                    columns::item,
                                    columns::spec,
                                    columns::lot,
                                    columns::expires_on,
                                    columns::unit,
                                    columns::quantity,
                                    {"picked", {"实拣", "Picked"}, 9, Align::right},
                                    columns::note})},
            .posts = {{"pick", {"拣货", "Picked by"}}, {"check", {"复核", "Checked by"}}},
            .notes = {{"按先到期先出拣货；不按此次序的须写明原因。",
                       "First expired, first out; say why where not."}}};
}

FormKind waybill() {
    return {.id = "waybill",
            .title = {"救灾物资装车清单（运单）", "Loading list (waybill)"},
            .fields = {fields::from,
                       fields::to,
                       {"deliver_to", {"送达地点", "Deliver to"}},
                       fields::order,
                       {"truck", {"车号", "Lorry"}},
                       {"vehicle_class", {"车型", "Class"}},
                       {"driver", {"驾驶员/电话", "Driver, phone"}},
                       {"escort", {"押运员/电话", "Escort, phone"}},
                       {"seal", {"铅封号", "Seal"}},
                       {"depart", {"发车时间", "Departed"}},
                       {"route", {"行车路线", "Road"}, true}},
            .tables = {goods_table({columns::no, columns::item, columns::spec, columns::lot,
                                    columns::unit, columns::quantity, columns::weight,
                                    columns::volume, columns::note})},
            .posts = {{"load", {"装车", "Loaded by"}},
                      {"keep", {"发货人", "Issued by"}},
                      {"drive", {"驾驶员", "Driver"}},
                      {"receive", {"收货人", "Received by"}}},
            .stamped = true,
            .notes = {{"发出后 2 个工作日内报送调拨情况，附出库、运输单据。救灾物资车辆优先通行。",
                       "The dispatch report with copies of the papers is due within 2 working "
                       "days."}}};
}

std::vector<ColumnSpec> sent_and_received() {
    return {columns::no,
            columns::item,
            columns::spec,
            columns::lot,
            columns::unit,
            {"sent_quantity", {"发出", "Sent"}, 9, Align::right, true},
            {"quantity", {"实收完好", "Received good"}, 9, Align::right, true},
            {"damaged_quantity", {"破损", "Damaged"}, 8, Align::right, true},
            {"missing_quantity", {"短少", "Missing"}, 8, Align::right, true},
            columns::note};
}

FormKind handed_over(std::string_view id, FormLabel title) {
    return {.id = id,
            .title = title,
            .fields = {fields::from,
                       fields::to,
                       fields::order,
                       {"waybill", {"运单", "Waybill"}},
                       {"truck", {"车号", "Lorry"}},
                       {"seal", {"铅封", "Seal"}},
                       {"arrived", {"到达时间", "Arrived"}},
                       {"place", {"交接地点", "Place"}},
                       {"reason", {"差异说明", "Differences"}, true}},
            .tables = {goods_table(sent_and_received())},
            .posts = {{"drive", {"押运（驾驶员）", "Escort (driver)"}},
                      {"receive", {"接收人", "Received by"}},
                      {"check", {"监交人", "Witness"}}},
            .stamped = true,
            .notes = {{"当面清点；发出 = 实收 + 破损 + 短少，差异未定责前不得结案。",
                       "Counted face to face; sent = received + damaged + missing. Not closed "
                       "before a difference is decided."}}};
}

FormKind discrepancy() {
    return {.id = "discrepancy",
            .title = {"救灾物资损溢报告", "Report of losses and surpluses"},
            .fields = {fields::site,
                       fields::at,
                       fields::order,
                       {"count", {"盘点单/回执", "Count or receipt slip"}},
                       {"reason", {"原因", "Cause"}, true},
                       {"responsible", {"责任认定", "Who answers for it"}, true},
                       {"decision", {"处理意见", "Decision"}, true}},
            .tables = {goods_table(
                {columns::no,
                 columns::item,
                 columns::spec,
                 columns::lot,
                 columns::unit,
                 {"book_quantity", {"账面/发出", "Book or sent"}, 10, Align::right, true},
                 {"counted_quantity", {"实存/实收", "Counted"}, 10, Align::right, true},
                 {"quantity", {"损（-）溢（+）", "Difference"}, 10, Align::right, true},
                 columns::capital,
                 columns::note})},
            .posts = {{"make", {"报告人", "Reported by"}},
                      {"check", {"复核", "Checked by"}},
                      {"sign", {"审批", "Approved by"}}},
            .stamped = true,
            .notes = {{"制单、复核、审批不得为同一人。",
                       "Maker, checker and approver are three people."}}};
}

FormKind call_off() {
    return {
        .id = "call_off",
        .title = {"协议储备物资采购（调用）通知单", "Call-off under agreement"},
        .fields = {{"from", {"协议供应商", "Supplier"}},
                   {"phone", {"联系人/电话", "Contact"}},
                   {"agreement", {"协议号", "Agreement"}},
                   fields::event,
                   {"deliver_to", {"送达地点", "Deliver to"}},
                   {"due", {"要求到达", "To arrive by"}},
                   {"amount", {"金额（元）", "Amount, yuan"}},
                   {"to_phone", {"收方联系人", "Receiver"}},
                   {"amount_capital", {"人民币大写", "In words"}, true, "amount"}},
        .tables = {goods_table({columns::no,
                                columns::item,
                                columns::spec,
                                columns::unit,
                                columns::quantity,
                                columns::capital,
                                {"price", {"单价（元）", "Price, yuan"}, 10, Align::right},
                                {"value", {"金额（元）", "Amount, yuan"}, 11, Align::right, true},
                                columns::note})},
        .posts = {{"make", {"经办", "Made by"}},
                  {"sign", {"签发", "Signed"}},
                  {"accept", {"供应商确认", "Supplier"}}},
        .stamped = true};
}

FormKind recall() {
    return {
        .id = "recall",
        .title = {"救灾物资召回通知", "Recall notice"},
        .fields = {fields::to, fields::at, fields::reason},
        .tables = {goods_table({columns::no,
                                columns::item,
                                columns::spec,
                                columns::lot,
                                columns::made_on,
                                {"site", {"所在库点", "Where"}, 16},
                                columns::unit,
                                columns::quantity,
                                columns::note})},
        .posts = {{"make", {"经办", "Made by"}}, {"sign", {"签发", "Signed"}}},
        .stamped = true,
        .notes = {{"接到通知立即冻结上述批次，停止发放，并回报在库、在途和已发放数量。",
                   "Freeze these lots at once, hand out no more, and report what is in stock, on "
                   "the way and handed out."}}};
}

FormKind pre_placement() {
    return {.id = "pre_placement",
            .title = {"救灾物资预置单", "Pre-placement"},
            .fields = {fields::from,
                       {"to", {"预置库点（保管）", "New keeper"}},
                       {"owner", {"物资权属（不变）", "Owner (stays)"}},
                       fields::at,
                       fields::reason},
            .tables = {goods_table({columns::no, columns::item, columns::spec, columns::lot,
                                    columns::unit, columns::quantity, columns::capital,
                                    columns::weight, columns::volume, columns::note})},
            .posts = {{"sign", {"签发", "Signed"}},
                      {"hand_over", {"移交", "Handed over"}},
                      {"keep", {"接收保管", "New keeper"}}},
            .stamped = true,
            .notes = {{"预置只变更保管，不变更权属。", "The keeper changes, the owner does not."}}};
}

}  // namespace

std::vector<FormKind> order_forms() {
    return {application(),
            allotment_order(),
            pick(),
            waybill(),
            handed_over("handover", {"救灾物资到货交接单", "Arrival handover"}),
            handed_over("receipt_slip", {"救灾物资交接回执", "Receipt slip"}),
            discrepancy(),
            call_off(),
            recall(),
            pre_placement()};
}

}  // namespace relief
