// SPDX-License-Identifier: Apache-2.0
// An order from its signature to the shelf: sign, papers, accept, refuse, cancel, pick.
#include "reserves/document/order_parts.h"
#include "reserves/ledger/change_posting.h"
#include "reserves/ledger/hold.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// How long goods wait for their keeper once the order is signed (assumption).
constexpr std::chrono::hours hold_after_signature{72};

bool has_application(Database& database, std::int64_t order) {
    return !linked_from(database, order, "answers").empty();
}

/// The owners whose signature is there already.
std::set<std::string> signed_owners(const Document& order) {
    std::set<std::string> owners;
    for (const DocumentStep& step : order.steps) {
        if (step.verb != "sign" && step.verb != "cosign") {
            continue;
        }
        const json content = json::parse(step.content);
        for (const json& signature : content.at("signatures")) {
            owners.insert(signature.at("question").at("division").get<std::string>());
        }
    }
    return owners;
}

void check_needs(Database& database, const Document& order, const SignedAs& signed_as,
                 const SignOrder& sign) {
    if (signed_as.needs.count("application") != 0 && !sign.phone &&
        !has_application(database, order.id)) {
        throw refused(
            {.code = "order.application",
             .message = "these goods are allotted on a written application",
             .field = "application",
             .found = "none",
             .expected = fmt::format("an application, or a telephone order ({})", signed_as.rule)});
    }
}

/// What a person signs of an order, gathered over its owners.
struct Gathered {
    std::string content = "{}";
    std::string post;
    bool complete = true;
};

Gathered gather_signatures(Database& database, const OrderTables& tables, const Document& order,
                           const SignOrder& sign, Instant at) {
    const SignatureRules rules = signature_rules_at(database, at);
    const std::set<std::string> done = signed_owners(order);
    ordered_json extra{{"call", sign.call}, {"words", sign.words}};
    Gathered gathered{.content = extra.dump()};
    std::optional<Error> first_refusal;
    for (const SignatureQuestion& question : order_questions(tables, order, at, sign.phone)) {
        if (done.count(question.division) != 0) {
            continue;
        }
        try {
            const SignedAs signed_as = check_signature(database, rules, question, sign.signer);
            if (!gathered.post.empty() && gathered.post != signed_as.post) {
                gathered.complete = false;  // one step is signed as one post
                continue;
            }
            check_needs(database, order, signed_as, sign);
            gathered.post = signed_as.post;
            gathered.content =
                signature_content(question, signed_as, sign.signer, rules, gathered.content);
        } catch (const Error& error) {
            if (error.detail().code != "sign.not_allowed") {
                throw;
            }
            gathered.complete = false;
            if (!first_refusal) {
                first_refusal = error;
            }
        }
    }
    if (gathered.post.empty() && first_refusal) {
        throw Error(*first_refusal);
    }
    return gathered;
}

/// One choice of the pick.
struct LotChoice {
    int line = 0;
    AvailableLot lot;
    std::int64_t amount = 0;
};

/// The goods of one item and owner that a pick may take: what is available, and what is held for
/// this order.
class PickShelf {
  public:
    PickShelf(Database& database, const OrderTables& tables, const Document& order,
              const std::string& item, const std::string& owner, const std::vector<OpenHold>& own,
              Instant now) {
        const OrderHead head = read_order_head(order);
        lots_ =
            available_lots(database, {.site = head.from, .item = item, .owner = owner, .at = now});
        for (AvailableLot& lot : lots_) {
            if (auto bound = bound_elsewhere(database, tables, head, lot.item, lot.lot)) {
                lot.why_not = "designated";
                lot.available = 0;
                bound_ = std::move(*bound);
            }
            if (!lot.why_not.empty()) {
                continue;
            }
            for (const OpenHold& hold : own) {
                if (hold.item == item && hold.owner == owner && hold.lot == lot.lot &&
                    hold.keeper == lot.keeper) {
                    lot.available += hold.amount;
                    lot.held -= hold.amount;
                }
            }
        }
    }

    /// First expired first out; what could not be had is answered.
    std::int64_t take(int line, std::int64_t amount, std::vector<LotChoice>& choices) {
        for (AvailableLot& lot : lots_) {
            amount -= take_from(lot, line, amount, choices);
        }
        return amount;
    }

    /// The lot that was named by hand.
    std::int64_t take_lot(int line, const std::string& name, std::int64_t amount,
                          std::vector<LotChoice>& choices) {
        for (AvailableLot& lot : lots_) {
            if (lot.lot == name) {
                amount -= take_from(lot, line, amount, choices);
            }
        }
        return amount;
    }

    /// What goods there were given for that this order does not serve, "" where there are none.
    [[nodiscard]] const std::string& bound() const { return bound_; }

    /// "", or why nothing of a lot may be taken.
    [[nodiscard]] std::string why_not(const std::string& name) const {
        for (const AvailableLot& lot : lots_) {
            if (lot.lot == name && !lot.why_not.empty()) {
                return lot.why_not;
            }
        }
        return {};
    }

    /// Why lots that expire earlier than the last one taken still have something on the shelf.
    void tell_passed_over(ordered_json& told) const {
        const auto last = std::find_if(lots_.rbegin(), lots_.rend(), [&](const AvailableLot& lot) {
            return taken_.count({lot.lot, lot.keeper}) != 0;
        });
        for (const AvailableLot& lot : lots_) {
            const auto taken = taken_.find({lot.lot, lot.keeper});
            const std::int64_t left = lot.on_hand - (taken == taken_.end() ? 0 : taken->second);
            if (last == lots_.rend() || lot.expires_on >= last->expires_on || left == 0) {
                continue;
            }
            told.push_back({{"item", lot.item},
                            {"lot", lot.lot},
                            {"expires_on", format_date(lot.expires_on)},
                            {"left", left},
                            {"held", lot.held},
                            {"why", lot.why_not}});
        }
    }

  private:
    std::int64_t take_from(AvailableLot& lot, int line, std::int64_t wanted,
                           std::vector<LotChoice>& choices) {
        const std::int64_t amount = std::min(wanted, lot.available);
        if (amount <= 0) {
            return 0;
        }
        choices.push_back({line, lot, amount});
        lot.available -= amount;
        taken_[{lot.lot, lot.keeper}] += amount;
        return amount;
    }

    std::vector<AvailableLot> lots_;
    std::string bound_;
    std::map<std::pair<std::string, std::string>, std::int64_t> taken_;
};

/// The shelves a pick looks at, each read once.
class Shelves {
  public:
    Shelves(Database& database, const OrderTables& tables, const Document& order,
            const std::vector<OpenHold>& own, Instant now)
        : database_(database), tables_(tables), order_(order), own_(own), now_(now) {}

    PickShelf& of(const DocumentLine& line) {
        const auto key = std::pair(line.item, line.owner);
        auto found = shelves_.find(key);
        if (found == shelves_.end()) {
            found = shelves_
                        .emplace(key, PickShelf(database_, tables_, order_, line.item, line.owner,
                                                own_, now_))
                        .first;
        }
        return found->second;
    }

    void tell_passed_over(ordered_json& told) const {
        for (const auto& [key, shelf] : shelves_) {
            shelf.tell_passed_over(told);
        }
    }

    /// Refuses a lot named by hand that may not be taken, with the reason.
    void check_lot(const DocumentLine& line, const std::string& lot) {
        check_use(database_, tables_, read_order_head(order_), line.item, lot);
        if (const std::string why = of(line).why_not(lot); !why.empty()) {
            throw refused({.code = "hold.unusable",
                           .message = "these goods may not be promised",
                           .field = fmt::format("line {}: {} {}", line.line, line.item, lot),
                           .found = why,
                           .expected = "a site in use and a good lot not expired"});
        }
    }

  private:
    Database& database_;
    const OrderTables& tables_;
    const Document& order_;
    const std::vector<OpenHold>& own_;
    Instant now_;
    std::map<std::pair<std::string, std::string>, PickShelf> shelves_;
};

Error nothing_named(const std::string& field, const std::string& found,
                    const std::string& expected) {
    return bad_input({.code = "order.line",
                      .message = "the order has no such line",
                      .field = field,
                      .found = found,
                      .expected = expected});
}

const DocumentLine& order_line(const Document& order, int number) {
    const auto found = std::find_if(order.lines.begin(), order.lines.end(),
                                    [&](const DocumentLine& line) { return line.line == number; });
    if (found == order.lines.end()) {
        throw nothing_named("line", fmt::format("{}", number),
                            fmt::format("1 to {}", order.lines.size()));
    }
    return *found;
}

/// Chooses the lots of all lines; `shorts` becomes what a short pick goes without.
std::vector<LotChoice> choose(const Document& order, const PickOrder& pick, Shelves& shelves,
                              ordered_json& shorts) {
    std::vector<LotChoice> choices;
    std::map<int, std::int64_t> by_hand;
    for (const LineAmount& chosen : pick.chosen) {
        const DocumentLine& line = order_line(order, chosen.line);
        shelves.check_lot(line, chosen.lot);
        if (const std::int64_t left =
                shelves.of(line).take_lot(line.line, chosen.lot, chosen.amount, choices);
            left > 0) {
            throw short_of(line, chosen.amount, chosen.amount - left);
        }
        by_hand[chosen.line] += chosen.amount;
    }
    for (const DocumentLine& line : order.lines) {
        const std::int64_t wanted = line.amount - by_hand[line.line];
        if (wanted < 0) {
            throw nothing_named(fmt::format("line {}", line.line),
                                fmt::format("{} chosen", by_hand[line.line]),
                                fmt::format("at most {}", line.amount));
        }
        PickShelf& shelf = shelves.of(line);
        const std::int64_t left = shelf.take(line.line, wanted, choices);
        if (left > 0 && !pick.is_short) {
            throw short_of(line, line.amount, line.amount - left, shelf.bound());
        }
        if (left > 0) {
            shorts.push_back({{"line", line.line}, {"amount", left}});
        }
    }
    return choices;
}

/// Holds whose goods were picked are posted, the others let go.
void post_holds(Change& change, const std::vector<OpenHold>& own,
                const std::vector<LotChoice>& choices) {
    std::map<std::tuple<std::string, std::string, std::string, std::string>, std::int64_t> picked;
    for (const LotChoice& choice : choices) {
        picked[{choice.lot.item, choice.lot.lot, choice.lot.owner, choice.lot.keeper}] +=
            choice.amount;
    }
    for (const OpenHold& hold : own) {
        std::int64_t& left = picked[{hold.item, hold.lot, hold.owner, hold.keeper}];
        const std::int64_t posted = std::min(left, hold.amount);
        left -= posted;
        end_hold(change, hold.id, posted > 0 ? HoldEnd::posted : HoldEnd::voided, posted);
    }
}

void check_reason(const PickOrder& pick) {
    if (pick.reason.empty() && (!pick.chosen.empty() || pick.is_short)) {
        throw refused({.code = "order.override",
                       .message = "lots chosen by hand, or less than ordered, need a reason",
                       .field = "--reason",
                       .found = "none",
                       .expected = "why the first to expire is not taken, or why less goes"});
    }
}

ordered_json pick_json(const LotChoice& choice) {
    return {{"line", choice.line},         {"item", choice.lot.item},
            {"lot", choice.lot.lot},       {"owner", choice.lot.owner},
            {"keeper", choice.lot.keeper}, {"expires_on", format_date(choice.lot.expires_on)},
            {"amount", choice.amount}};
}

Piece piece_for(const LotChoice& choice) {
    return {.line = choice.line,
            .item = choice.lot.item,
            .lot = choice.lot.lot,
            .owner = choice.lot.owner,
            .keeper = choice.lot.keeper,
            .picked = choice.amount};
}

/// A lot may be chosen twice for a line: by hand and then by date.
std::vector<LotChoice> merged(std::vector<LotChoice> choices) {
    std::vector<LotChoice> sums;
    for (LotChoice& choice : choices) {
        const auto same = std::find_if(sums.begin(), sums.end(), [&](const LotChoice& sum) {
            return sum.line == choice.line && sum.lot.lot == choice.lot.lot &&
                   sum.lot.keeper == choice.lot.keeper;
        });
        if (same == sums.end()) {
            sums.push_back(std::move(choice));
        } else {
            same->amount += choice.amount;
        }
    }
    return sums;
}

/// Picked and loaded goods go back to where they were.
std::optional<std::int64_t> put_back(Change& change, const Document& order,
                                     const std::string& reason) {
    std::vector<Entry> entries;
    for (const Piece& piece : order_progress(order).pieces) {
        if (const std::int64_t waiting = piece.picked - piece.loaded; waiting > 0) {
            entries.push_back({depot_account(order, piece, "picked"), -waiting});
        }
        if (piece.loaded > 0) {
            entries.push_back({depot_account(order, piece, "loaded"), -piece.loaded});
        }
        if (piece.picked > 0) {
            entries.push_back({depot_account(order, piece, "on_hand"), piece.picked});
        }
    }
    if (entries.empty()) {
        return std::nullopt;
    }
    return post_in(change, "order.cancel", reason, std::move(entries));
}

}  // namespace

void check_order(Change& change, std::int64_t id, const Person& checker) {
    const Document order = read_order(change.database(), id);
    const auto maker = find_person(change.database(), order.made_by);
    if (order.made_by == checker.code || (maker && maker->id == checker.id)) {
        throw refused({.code = "order.same_person",
                       .message = "who made it does not check it",
                       .field = "actor",
                       .found = checker.name,
                       .expected = "another person"});
    }
    add_step(change, id, "check");
}

std::string sign_order(Change& change, const OrderTables& tables, std::int64_t id,
                       const SignOrder& sign) {
    const Document order = read_order(change.database(), id);
    check_step(order, "sign");
    const Gathered gathered =
        gather_signatures(change.database(), tables, order, sign, change.request().occurred_at);
    if (gathered.complete) {
        hold_order(change, tables, order,
                   std::max(read_order_head(order).hold_until,
                            change.request().recorded_at + hold_after_signature));
    }
    return add_step(change, id, gathered.complete ? "sign" : "cosign",
                    {.post = gathered.post, .note = sign.words, .content = gathered.content});
}

void papers_order(Change& change, std::int64_t id, const std::string& reference,
                  const std::vector<Scan>& scans) {
    const OrderProgress progress = order_progress(read_document(change.database(), id));
    if (!progress.papers_due) {
        throw refused({.code = "order.no_debt",
                       .message = "no papers are owed",
                       .field = "order",
                       .found = progress.by_phone ? "they came already" : "signed on paper",
                       .expected = "a telephone order without its papers"});
    }
    if (scans.empty()) {
        throw bad_input({.code = "order.reason",
                         .message = "the signed papers are kept with the order",
                         .field = "--scan",
                         .found = reference.empty() ? "none" : reference + " without a scan",
                         .expected = "the file of each signed page"});
    }
    ordered_json content{{"paper", reference},
                         {"due", format_instant(*progress.papers_due)},
                         {"late", change.request().occurred_at > *progress.papers_due},
                         {"scans", attach_all(change, id, scans)}};
    add_step(change, id, "papers", {.note = reference, .content = content.dump()});
}

void accept_order(Change& change, const OrderTables& tables, std::int64_t id,
                  const std::string& note) {
    const Document order = read_order(change.database(), id);
    check_step(order, "accept");
    std::string post = check_sender(change, tables, order, "accept");
    add_step(change, id, "accept", {.post = std::move(post), .note = note});
}

void refuse_order(Change& change, const OrderTables& tables, std::int64_t id,
                  const std::string& reason) {
    check_said(reason);
    const Document order = read_order(change.database(), id);
    check_step(order, "refuse");
    std::string post = check_sender(change, tables, order, "refuse");
    add_step(change, id, "refuse", {.post = std::move(post), .note = reason});
    void_holds(change, id);
}

void cancel_order(Change& change, std::int64_t id, const std::string& reason) {
    check_said(reason);
    const Document order = read_order(change.database(), id);
    check_step(order, "cancel");
    void_holds(change, id);
    const auto movement = put_back(change, order, reason);
    add_step(change, id, "cancel", {.note = reason, .movement = movement});
}

std::string pick_order(Change& change, const OrderTables& tables, std::int64_t id,
                       const PickOrder& pick) {
    check_reason(pick);
    const Document order = read_order(change.database(), id);
    check_step(order, "pick");
    std::string post = check_sender(change, tables, order, "pick");
    check_not_stopped(change.database(), order);
    const Instant now = change.request().recorded_at;
    expire_holds(change, now);
    const auto own = open_holds(change.database(), now, id);
    Shelves shelves(change.database(), tables, order, own, now);
    ordered_json content{{"automatic", pick.chosen.empty()},
                         {"reason", pick.reason},
                         {"picks", ordered_json::array()},
                         {"passed_over", ordered_json::array()},
                         {"short", ordered_json::array()}};
    const auto choices = merged(choose(order, pick, shelves, content["short"]));
    if (choices.empty()) {
        throw short_of(order.lines.front(), order.lines.front().amount, 0);
    }
    post_holds(change, own, choices);
    std::vector<Entry> entries;
    std::vector<DocumentLine> lines;
    for (const LotChoice& choice : choices) {
        content["picks"].push_back(pick_json(choice));
        const Piece piece = piece_for(choice);
        entries.push_back({depot_account(order, piece, "on_hand"), -choice.amount});
        entries.push_back({depot_account(order, piece, "picked"), choice.amount});
        lines.push_back(paper_line(order, piece, choice.amount));
    }
    shelves.tell_passed_over(content["passed_over"]);
    const std::int64_t movement =
        post_in(change, "order.pick", format_number(order.number), std::move(entries));
    const std::int64_t paper = add_document(
        change, {.unit = order.number.unit, .kind = "pick", .event = order.event, .lines = lines},
        "issued");
    link_documents(change, paper, id, "of_order");
    return add_step(change, id, "pick",
                    {.post = std::move(post),
                     .note = pick.reason,
                     .content = content.dump(),
                     .movement = movement});
}

}  // namespace relief
