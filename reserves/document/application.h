// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "reserves/document/order.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// One line of an application: what is needed, what there is of one's own, what is asked for. All
/// in amounts of the books.
struct ApplicationLine {
    std::string item;
    std::int64_t needed = 0;
    std::int64_t own_stock = 0;  ///< own total stock
    std::int64_t own_used = 0;   ///< already used of it
    std::int64_t asked = 0;
};

/// 调拨申请 with the fields of the 德州陵城 rule: time, place and kind of the disaster, people
/// relocated, items and amounts, own total stock, own already used, amount asked.
struct NewApplication {
    std::string applicant;  ///< division that asks: 220221
    std::string asked_of;   ///< division that is asked: 220200
    std::string event;
    std::string disaster_kind;
    std::string disaster_place;  ///< division, or words
    std::optional<Instant> disaster_at;
    std::int64_t relocated = 0;
    std::string deliver_to;
    std::string contact;
    std::string reason;
    std::string keep;  ///< why own stock is kept back although more is asked for; "" = it is not
    bool by_phone = false;
    std::string call;
    std::vector<ApplicationLine> lines;
};

/// Writes and sends an application. bad_input order.application_field names the field that is
/// missing; refused order.own_stock where more is asked for than own stock leaves open.
std::int64_t send_application(Change& change, const Rules& rules, const NewApplication& asked);

/// bad_input (doc.kind) where a document is another kind than an application.
void check_application(Database& database, std::int64_t document);

/// The next step of an application: check, approve, refuse, withdraw.
std::string step_application(Change& change, std::int64_t application, const std::string& verb,
                             const std::string& note);

}  // namespace relief
