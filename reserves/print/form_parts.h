// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/print/forms.h"

#include <vector>

namespace relief {

/// Columns that many kinds share; a kind lists them in its own order.
namespace columns {
inline constexpr ColumnSpec no{"no", {"序号", "No."}, 6, Align::center};
inline constexpr ColumnSpec item{"item", {"品名", "Item"}, 16};
inline constexpr ColumnSpec spec{"spec", {"规格", "Specification"}, 14};
inline constexpr ColumnSpec lot{"lot", {"批号", "Lot"}, 16};
inline constexpr ColumnSpec unit{"unit", {"单位", "Unit"}, 6, Align::center};
inline constexpr ColumnSpec quantity{"quantity", {"数量", "Quantity"}, 9, Align::right, true};
inline constexpr ColumnSpec capital{"capital", {"数量大写", "In words"}, 16};
inline constexpr ColumnSpec condition{"condition", {"质量", "Condition"}, 7, Align::center};
inline constexpr ColumnSpec owner{"owner", {"权属", "Owner"}, 10};
inline constexpr ColumnSpec made_on{"made_on", {"生产日期", "Made on"}, 11, Align::center};
inline constexpr ColumnSpec expires_on{"expires_on", {"有效期至", "Use by"}, 11, Align::center};
inline constexpr ColumnSpec weight{"weight_kg", {"重量 kg", "Weight kg"}, 10, Align::right, true};
inline constexpr ColumnSpec volume{"volume_m3", {"体积 m³", "Volume m³"}, 10, Align::right, true};
inline constexpr ColumnSpec from{"from", {"发货库点", "From"}, 16};
inline constexpr ColumnSpec to{"to", {"收货单位", "To"}, 16};
inline constexpr ColumnSpec note{"note", {"备注", "Note"}, 12};
}  // namespace columns

/// Boxes at the head that many kinds share.
namespace fields {
inline constexpr FieldSpec from{"from", {"发货单位", "From"}};
inline constexpr FieldSpec to{"to", {"收货单位", "To"}};
inline constexpr FieldSpec site{"site", {"库点", "Depot"}};
inline constexpr FieldSpec event{"event", {"事件", "Event"}};
inline constexpr FieldSpec order{"order", {"依据调拨令", "Allotment order"}};
inline constexpr FieldSpec reason{"reason", {"事由", "Reason"}, true};
inline constexpr FieldSpec at{"at", {"办理时间", "Time"}};
}  // namespace fields

/// The lines of goods of a kind.
[[nodiscard]] inline TableSpec goods_table(std::vector<ColumnSpec> columns) {
    return {.key = "lines", .columns = std::move(columns)};
}

/// Receipt to stock, issue, move, kits, returns, loans, scrap, donations: what changes a depot.
[[nodiscard]] std::vector<FormKind> depot_forms();
/// Application, order, loading, hand-over, call-off, recall, pre-placement: goods on the way.
[[nodiscard]] std::vector<FormKind> order_forms();
/// Count sheets, cards, ledgers, bulletins, inspections, phone book: what a depot is at a moment.
[[nodiscard]] std::vector<FormKind> ledger_forms();

}  // namespace relief
