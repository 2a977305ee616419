// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/kind.h"

#include "core/error.h"

#include <array>
#include <string>

namespace relief {
namespace {

constexpr std::array kind_list{
    DocumentKind{"receipt", "RK", "入库单", "goods received note"},
    DocumentKind{"acceptance", "YS", "验收单", "acceptance report"},
    DocumentKind{"issue", "CK", "出库单", "issue note"},
    DocumentKind{"move", "YK", "移库单", "stock move"},
    DocumentKind{"application", "SQ", "调拨申请", "application for allotment"},
    DocumentKind{"allotment_order", "DB", "调拨令", "allotment order"},
    DocumentKind{"pick", "JH", "拣货单", "pick list"},
    DocumentKind{"waybill", "YD", "运单", "waybill"},
    DocumentKind{"handover", "JJ", "到货交接单", "arrival handover"},
    DocumentKind{"receipt_slip", "HZ", "回执", "receipt slip"},
    DocumentKind{"discrepancy", "CY", "差异单", "discrepancy report"},
    DocumentKind{"return", "HS", "回收单", "return note"},
    DocumentKind{"loan", "JY", "借用单", "loan"},
    DocumentKind{"loan_return", "GH", "归还单", "loan return"},
    DocumentKind{"rotation", "LH", "轮换单", "rotation"},
    DocumentKind{"scrap", "BF", "报废单", "scrapping"},
    DocumentKind{"count", "PD", "盘点单", "stock count"},
    DocumentKind{"reversal", "CX", "冲销单", "reversal"},
    DocumentKind{"kit", "ZT", "组套单", "kit assembly"},
    DocumentKind{"unkit", "CT", "拆套单", "kit disassembly"},
    DocumentKind{"donation", "JZ", "捐赠接收单", "donation receipt"},
    DocumentKind{"call_off", "XY", "协议采购通知单", "call-off under agreement"},
    DocumentKind{"recall", "ZH", "召回通知", "recall notice"},
    DocumentKind{"pre_placement", "YZ", "预置单", "pre-placement"},
};

}  // namespace

std::span<const DocumentKind> document_kinds() {
    return kind_list;
}

const DocumentKind& document_kind(std::string_view id) {
    std::string known;
    for (const DocumentKind& kind : kind_list) {
        if (kind.id == id) {
            return kind;
        }
        known += (known.empty() ? "" : ", ") + std::string(kind.id);
    }
    throw bad_input({.code = "doc.kind",
                     .message = "there is no such kind of document",
                     .field = "kind",
                     .found = std::string(id),
                     .expected = known});
}

}  // namespace relief
