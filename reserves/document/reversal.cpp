// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/reversal.h"

#include "core/error.h"
#include "reserves/document/document.h"
#include "reserves/document/life_cycle.h"
#include "reserves/document/paper.h"
#include "reserves/ledger/reversal.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

/// The movements of a document, newest first: one a step, of a count one for each moment.
std::vector<std::int64_t> movements_of(const Document& document) {
    std::vector<std::int64_t> movements;
    for (const DocumentStep& step : document.steps) {
        const auto content = nlohmann::json::parse(step.content);
        if (content.is_object() && content.contains("movements")) {
            for (const auto& number : content.at("movements")) {
                movements.push_back(number.get<std::int64_t>());
            }
        } else if (step.movement) {
            movements.push_back(*step.movement);
        }
    }
    std::reverse(movements.begin(), movements.end());
    return movements;
}

void require_last(Database& database, const Document& document) {
    const std::vector<Document> later = followers(database, document.id, "of");
    if (!later.empty()) {
        throw refused({.code = "doc.followed",
                       .message = "a later paper rests on it and is reversed first",
                       .file = {},
                       .field = format_number(document.number),
                       .found = format_number(later.front().number),
                       .expected = "no later paper that stands"});
    }
}

}  // namespace

std::int64_t reverse_document(Change& change, std::int64_t id, const std::string& reason) {
    const Document document = read_document(change.database(), id);
    static_cast<void>(state_after(document.number.kind, document.state(), "reverse"));
    if (reason.empty()) {
        throw bad_input({.code = "doc.words",
                         .message = "a reversal says why",
                         .file = {},
                         .field = "reason",
                         .found = "nothing",
                         .expected = "the reason"});
    }
    require_last(change.database(), document);
    const std::int64_t reversal =
        add_document(change, {.unit = document.number.unit,
                              .kind = "reversal",
                              .event = document.event,
                              .content = nlohmann::json{{"reason", reason}}.dump(),
                              .lines = document.lines});
    link_documents(change, reversal, id, "reverses");
    std::optional<std::int64_t> last;
    for (const std::int64_t movement : movements_of(document)) {
        last = reverse_movement(change, movement, format_number(document.number));
    }
    add_step(change, id, "reverse", {.post = {}, .note = reason, .content = "{}", .movement = {}});
    add_step(change, reversal, "post",
             {.post = {}, .note = reason, .content = "{}", .movement = last});
    return reversal;
}

}  // namespace relief
