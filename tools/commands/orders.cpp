// SPDX-License-Identifier: Apache-2.0
#include "core/data_source.h"
#include "core/error.h"
#include "core/store/digest.h"
#include "reserves/document/call_off.h"
#include "reserves/duty/call.h"
#include "tools/commands/command.h"
#include "tools/commands/order_lines.h"
#include "tools/commands/values.h"
#include "tools/commands/words.h"
#include "tools/desk/order_desk.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Options = std::vector<OptionSpec>;

/// What was typed for these options, as JSON: what an idempotency key stands for.
std::string given_content(const Given& given, std::initializer_list<std::string_view> options) {
    nlohmann::ordered_json content = nlohmann::ordered_json::object();
    for (const std::string_view option : options) {
        if (given.flag(option)) {
            content[std::string(option)] = given.list(option);
        }
    }
    return content.dump();
}

/// Files named by an option, read whole.
std::vector<Scan> read_scans(const Given& given, std::string_view option) {
    std::vector<Scan> scans;
    for (const std::string& file : given.list(option)) {
        scans.push_back({.name = file, .bytes = read_file(file)});
    }
    return scans;
}

/// What an idempotency key stands for where files come with it: their bytes, not their names.
std::string content_with(const Given& given, std::initializer_list<std::string_view> options,
                         const std::vector<Scan>& scans) {
    auto content = nlohmann::ordered_json::parse(given_content(given, options));
    for (const Scan& scan : scans) {
        content["files"].push_back(sha256_hex(scan.bytes));
    }
    return content.dump();
}

std::optional<std::int64_t> seen_of(const Given& given) {
    const auto seen = given.text("--seen");
    return seen ? std::optional<std::int64_t>(read_whole(*seen, "--seen")) : std::nullopt;
}

std::optional<std::int64_t> value_of(const Given& given) {
    const auto value = given.text("--value");
    return value ? std::optional<std::int64_t>(read_whole(*value, "--value")) : std::nullopt;
}

void show(const Session& session, OrderDesk& desk, std::int64_t id, Instant at) {
    const Document document = read_document(desk.desk.database, id);
    session.print(with_proof(session.global.json
                                 ? order_json(desk.desk.database, desk.tables(), document, at)
                                 : order_text(desk.desk.database, desk.tables(), desk.desk.places,
                                              document, at, session.language()),
                             desk.desk.proven_from, session.global.json, session.language()));
}

/// What a command of one step does inside its change.
using Step = std::function<void(OrderDesk&, Change&, std::int64_t, const Given&)>;

int run_step_with(const Session& session, const Given& given, std::string_view verb,
                  const std::string& content, const Step& step) {
    const std::string command = fmt::format("relief order {}", verb);
    Asked asked = read_asked(session, given, command);
    OrderDesk desk = open_order_desk(session.required_db(command), asked);
    const std::int64_t id = change_document(desk, asked, fmt::format("order.{}", verb), content,
                                            given.required("ORDER"), seen_of(given),
                                            [&](Change& change, std::int64_t order) {
                                                step(desk, change, order, given);
                                                return order;
                                            });
    show(session, desk, id, asked.now);
    return 0;
}

int run_step(const Session& session, const Given& given, std::string_view verb,
             std::initializer_list<std::string_view> options, const Step& step) {
    return run_step_with(session, given, verb, given_content(given, options), step);
}

bool is_call_off(Change& change, std::int64_t id) {
    return read_document(change.database(), id).number.kind == "call_off";
}

/// "1" or "1/LOT" before the "=".
std::pair<int, std::string> read_place(const std::string& text, std::string_view option) {
    const std::size_t slash = std::min(text.find('/'), text.size());
    return {read_whole(text.substr(0, slash), option),
            slash < text.size() ? text.substr(slash + 1) : std::string()};
}

std::string item_of_line(const Document& order, int number) {
    for (const DocumentLine& line : order.lines) {
        if (line.line == number) {
            return line.item;
        }
    }
    throw wrong_line(fmt::format("{}", number), "--line",
                     fmt::format("a line from 1 to {}", order.lines.size()));
}

/// "1=30", "1/LOT=30".
std::vector<LineAmount> read_amounts(OrderDesk& desk, Change& change, std::int64_t id,
                                     const Given& given, std::string_view option) {
    const Document order = read_document(change.database(), id);
    std::vector<LineAmount> amounts;
    for (const std::string& text : given.list(option)) {
        const std::size_t sign = text.rfind('=');
        if (sign == std::string::npos) {
            throw wrong_line(text, option, "LINE=AMOUNT or LINE/LOT=AMOUNT");
        }
        auto [line, lot] = read_place(text.substr(0, sign), option);
        amounts.push_back({.line = line,
                           .lot = std::move(lot),
                           .amount = parse_amount(desk.desk.rules, item_of_line(order, line),
                                                  text.substr(sign + 1), option)});
    }
    return amounts;
}

/// "1=197/2/1", "1/LOT=197": good, damaged, missing.
LineCount read_count(OrderDesk& desk, const Document& order, const std::string& text) {
    const std::size_t sign = text.rfind('=');
    if (sign == std::string::npos) {
        throw wrong_line(text, "--line", "LINE=GOOD/DAMAGED/MISSING");
    }
    auto [line, lot] = read_place(text.substr(0, sign), "--line");
    LineCount count{.line = line, .lot = std::move(lot)};
    const std::string item = item_of_line(order, line);
    std::int64_t* const parts[] = {&count.good, &count.damaged, &count.missing};
    std::size_t from = sign + 1;
    for (std::int64_t* part : parts) {
        if (from > text.size()) {
            break;
        }
        const std::size_t end = std::min(text.find('/', from), text.size());
        *part = parse_amount(desk.desk.rules, item, text.substr(from, end - from), "--line");
        from = end + 1;
    }
    return count;
}

ReceiveOrder read_counts(OrderDesk& desk, Change& change, std::int64_t id, const Given& given) {
    const Document order = read_document(change.database(), id);
    ReceiveOrder receive{.rest_good = given.flag("--all"), .note = word(given, "--note")};
    for (const std::string& text : given.list("--line")) {
        receive.counts.push_back(read_count(desk, order, text));
    }
    return receive;
}

/// "1=2017-07-12" of --made, "1=LOT" of --lot: what an option says of a line, "" where nothing.
std::string told_of_line(const Given& given, std::string_view option, int number) {
    for (const std::string& text : given.list(option)) {
        const std::size_t sign = text.find('=');
        if (sign == std::string::npos) {
            throw wrong_line(text, option, option == "--made" ? "LINE=DATE" : "LINE=LOT");
        }
        if (read_whole(text.substr(0, sign), option) == number) {
            return text.substr(sign + 1);
        }
    }
    return {};
}

/// Food of a call-off as it was counted; with --all what is still to come of every other line.
ReceiveCallOff read_food(OrderDesk& desk, Change& change, std::int64_t id, const Given& given) {
    const Document call_off = read_document(change.database(), id);
    ReceiveCallOff receive{.counts = {}, .note = word(given, "--note")};
    const auto add = [&](const LineCount& count) {
        FoodCount food{.line = count.line, .good = count.good, .damaged = count.damaged};
        food.lot = count.lot.empty() ? told_of_line(given, "--lot", count.line) : count.lot;
        if (const std::string made = told_of_line(given, "--made", count.line); !made.empty()) {
            food.made_on = read_date(made, "--made");
        }
        receive.counts.push_back(std::move(food));
    };
    for (const std::string& text : given.list("--line")) {
        const LineCount count = read_count(desk, call_off, text);
        if (count.missing != 0) {
            throw wrong_line(text, "--line", "LINE=GOOD/DAMAGED: what has not come is still owed");
        }
        add(count);
    }
    for (const CallOffLine& line : call_off_lines(call_off)) {
        const bool named =
            std::any_of(receive.counts.begin(), receive.counts.end(),
                        [&](const FoodCount& food) { return food.line == line.line; });
        if (given.flag("--all") && !named && line.open() > 0) {
            add({.line = line.line, .good = line.open()});
        }
    }
    return receive;
}

/// The owner of an item at a depot, or of the lot that is named: where only one has it.
std::string owner_at(OrderDesk& desk, const std::string& site, const DocumentLine& line) {
    Statement select = desk.desk.database.prepare(
        "SELECT DISTINCT a.owner FROM account AS a JOIN balance AS b ON b.account_id = a.id WHERE "
        "a.site = ?1 AND a.item = ?2 AND (?3 = '' OR a.lot = ?3) AND a.stage = 'on_hand' AND "
        "a.condition = 'A' AND b.amount > 0 ORDER BY a.owner");
    select.bind(1, site).bind(2, line.item).bind(3, line.lot);
    std::vector<std::string> owners;
    while (select.step()) {
        owners.push_back(select.text(0));
    }
    if (owners.size() == 1) {
        return owners.front();
    }
    std::string known;
    for (const std::string& owner : owners) {
        known += (known.empty() ? "" : ", ") + owner;
    }
    throw bad_input({.code = "order.line",
                     .message = owners.empty() ? "the depot has none of it"
                                               : "goods of several owners lie there",
                     .field = "--owner",
                     .found = fmt::format("{}{}{} at {}", line.item, line.lot.empty() ? "" : " ",
                                          line.lot, site),
                     .expected = owners.empty() ? "an item the depot has" : known});
}

NewOrder read_new_order(OrderDesk& desk, const Given& given, const Asked& asked) {
    const Depot* depot = desk.desk.baseline.depot(given.required("--from"));
    NewOrder order{.event = word(given, "--event")};
    order.head = {.mode = given.text("--mode").value_or("allot"),
                  .response = parse_response(given.text("--response").value_or("none")),
                  .from = given.required("--from"),
                  .to = parse_site(desk.desk, given.required("--to"), asked.now),
                  .caller = word(given, "--caller"),
                  .contact_from = word(given, "--contact-from"),
                  .contact_to = word(given, "--contact-to"),
                  .reason = word(given, "--reason"),
                  .value_yuan = value_of(given),
                  .use = word(given, "--use"),
                  .hold_until = asked.now + std::chrono::hours{48}};
    for (const std::string& text : given.list("--line")) {
        DocumentLine line = read_line(desk.desk.rules, text);
        line.owner = given.text("--owner") ? word(given, "--owner")
                     : depot == nullptr    ? std::string("?")
                                           : owner_at(desk, depot->id, line);
        order.lines.push_back(std::move(line));
    }
    order.unit = !order.head.caller.empty() ? order.head.caller
                 : order.lines.empty()      ? std::string("220000")
                                            : order.lines.front().owner.substr(0, 6);
    if (const auto application = given.text("--application")) {
        order.application = find_document(desk.desk.database, *application);
    }
    return order;
}

/// The depot of `order new` is a supplier: its agreement is called off.
NewCallOff read_call_off(OrderDesk& desk, const Given& given, const Asked& asked) {
    NewCallOff call_off{
        .event = word(given, "--event"),
        .head = {.supplier = given.required("--from"),
                 .response = parse_response(given.text("--response").value_or("none")),
                 .deliver_to = parse_site(desk.desk, given.required("--to"), asked.now),
                 .reason = word(given, "--reason")},
        .lines = {}};
    for (const std::string& text : given.list("--line")) {
        call_off.lines.push_back(read_line(desk.desk.rules, text));
    }
    return call_off;
}

bool is_supplier(OrderDesk& desk, const std::string& id) {
    if (desk.desk.baseline.depot(id) != nullptr) {
        return false;  // before the agreements are read, as for most orders
    }
    const auto agreements = read_agreements(desk.desk.baseline, &desk.desk.database);
    return std::any_of(agreements.begin(), agreements.end(),
                       [&](const Agreement& row) { return row.supplier.id == id; });
}

void answer_named_call(Change& change, const std::string& call, std::int64_t document);

int new_order(const Session& session, const Given& given) {
    Asked asked = read_asked(session, given, "relief order new");
    OrderDesk desk = open_order_desk(session.required_db("relief order new"), asked);
    const std::string content = given_content(
        given, {"--from", "--to", "--line", "--owner", "--response", "--mode", "--caller",
                "--application", "--event", "--contact-from", "--contact-to", "--reason", "--value",
                "--hold", "--use", "--from-call"});
    const std::int64_t id = change_document(
        desk, asked, "order.new", content, "", {}, [&](Change& change, std::int64_t /*none*/) {
            const std::int64_t made =
                is_supplier(desk, given.required("--from"))
                    ? draft_call_off(change, desk.tables(), read_call_off(desk, given, asked))
                    : draft_order(change, desk.tables(), read_new_order(desk, given, asked),
                                  given.flag("--hold"));
            answer_named_call(change, word(given, "--from-call"), made);
            return made;
        });
    show(session, desk, id, asked.now);
    return 0;
}

int apply(const Session& session, const Given& given) {
    Asked asked = read_asked(session, given, "relief order apply");
    OrderDesk desk = open_order_desk(session.required_db("relief order apply"), asked);
    const auto began = given.text("--since");
    NewApplication application{
        .applicant = parse_site(desk.desk, given.required("--by"), asked.now),
        .asked_of = parse_site(desk.desk, given.required("--of"), asked.now),
        .event = word(given, "--event"),
        .disaster_kind = word(given, "--kind"),
        .disaster_place = word(given, "--where"),
        .deliver_to = word(given, "--to"),
        .contact = word(given, "--contact"),
        .reason = word(given, "--reason"),
        .keep = word(given, "--keep"),
        .by_phone = given.flag("--phone") || given.flag("--call"),
        .call = word(given, "--call")};
    if (began) {
        application.disaster_at = read_instant(*began, "--since");
    }
    application.relocated = read_whole(given.text("--relocated").value_or("0"), "--relocated");
    for (const std::string& text : given.list("--line")) {
        application.lines.push_back(read_application_line(desk.desk.rules, text));
    }
    const std::int64_t id = change_document(
        desk, asked, "order.apply",
        given_content(given,
                      {"--by", "--of", "--event", "--kind", "--where", "--since", "--relocated",
                       "--to", "--contact", "--reason", "--keep", "--phone", "--call", "--line"}),
        "", {}, [&](Change& change, std::int64_t /*none*/) {
            const std::int64_t made = send_application(change, desk.desk.rules, application);
            answer_named_call(change, application.call, made);
            return made;
        });
    show(session, desk, id, asked.now);
    return 0;
}

int answer(const Session& session, const Given& given) {
    return run_step(session, given, "answer", {"ORDER", "VERB", "--note"},
                    [](OrderDesk&, Change& change, std::int64_t id, const Given& typed) {
                        step_application(change, id, typed.required("VERB"), word(typed, "--note"));
                    });
}

int draft(const Session& session, const Given& given) {
    Asked asked = read_asked(session, given, "relief order draft");
    OrderDesk desk = open_order_desk(session.required_db("relief order draft"), asked);
    const std::string file = given.required("--plan");
    const auto hours = read_whole(given.text("--hold-hours").value_or("48"), "--hold-hours");
    const PlanDraft result =
        draft_from_plan(desk, asked, read_file(file), file,
                        {.partial = given.flag("--partial"),
                         .response = parse_response(given.text("--response").value_or("none")),
                         .value_yuan = value_of(given),
                         .hold_until = asked.now + std::chrono::hours{hours}});
    session.print(with_proof(session.global.json
                                 ? plan_draft_json(desk.desk.database, result)
                                 : plan_draft_text(desk.desk.database, result, session.language()),
                             desk.desk.proven_from, session.global.json, session.language()));
    return result.done ? 0 : 4;
}

int check(const Session& session, const Given& given) {
    return run_step(session, given, "check", {"ORDER"},
                    [](OrderDesk&, Change& change, std::int64_t id, const Given&) {
                        check_order(change, id,
                                    person_of(change.database(), change.request().actor));
                    });
}

/// A call of the duty book named by its number is answered by the document; other words are kept
/// as they are.
void answer_named_call(Change& change, const std::string& call, std::int64_t document) {
    const bool is_number = !call.empty() && call.size() <= 9 &&
                           call.find_first_not_of("0123456789") == std::string::npos;
    if (is_number) {
        answer_call(change, std::stoll(call), document);
    }
}

int sign(const Session& session, const Given& given) {
    return run_step(
        session, given, "sign", {"ORDER", "--oral", "--from-call", "--words"},
        [](OrderDesk& desk, Change& change, std::int64_t id, const Given& typed) {
            const auto oral = typed.text("--oral");
            const SignOrder signature{
                .signer = person_of(change.database(), oral.value_or(change.request().actor)),
                .phone = oral.has_value(),
                .call = word(typed, "--from-call"),
                .words = word(typed, "--words")};
            if (is_call_off(change, id)) {
                sign_call_off(change, id, desk.desk.rules, signature);
            } else {
                sign_order(change, desk.tables(), id, signature);
            }
            answer_named_call(change, signature.call, id);
        });
}

int papers(const Session& session, const Given& given) {
    const std::vector<Scan> scans = read_scans(given, "--scan");
    return run_step_with(session, given, "papers", content_with(given, {"ORDER", "--paper"}, scans),
                         [&](OrderDesk&, Change& change, std::int64_t id, const Given& typed) {
                             papers_order(change, id, word(typed, "--paper"), scans);
                         });
}

int accept(const Session& session, const Given& given) {
    return run_step(session, given, "accept", {"ORDER", "--note"},
                    [](OrderDesk& desk, Change& change, std::int64_t id, const Given& typed) {
                        accept_order(change, desk.tables(), id, word(typed, "--note"));
                    });
}

int pick(const Session& session, const Given& given) {
    return run_step(session, given, "pick", {"ORDER", "--lot", "--reason", "--short"},
                    [](OrderDesk& desk, Change& change, std::int64_t id, const Given& typed) {
                        pick_order(change, desk.tables(), id,
                                   {.chosen = read_amounts(desk, change, id, typed, "--lot"),
                                    .reason = word(typed, "--reason"),
                                    .is_short = typed.flag("--short")});
                    });
}

int load(const Session& session, const Given& given) {
    const std::vector<Scan> photos = read_scans(given, "--photo");
    return run_step_with(
        session, given, "load",
        content_with(given, {"ORDER", "--truck", "--seal", "--driver", "--line"}, photos),
        [&](OrderDesk& desk, Change& change, std::int64_t id, const Given& typed) {
            load_order(change, desk.tables(), id,
                       {.truck = {.truck = word(typed, "--truck"),
                                  .seal = word(typed, "--seal"),
                                  .driver = word(typed, "--driver")},
                        .amounts = read_amounts(desk, change, id, typed, "--line"),
                        .photos = photos});
        });
}

int depart(const Session& session, const Given& given) {
    return run_step(session, given, "depart", {"ORDER", "--expected"},
                    [](OrderDesk& desk, Change& change, std::int64_t id, const Given& typed) {
                        const auto expected = typed.text("--expected");
                        depart_order(change, desk.tables(), id,
                                     expected ? std::optional(read_instant(*expected, "--expected"))
                                              : std::nullopt);
                    });
}

int checkpoint(const Session& session, const Given& given) {
    return run_step(session, given, "checkpoint", {"ORDER", "--where"},
                    [](OrderDesk&, Change& change, std::int64_t id, const Given& typed) {
                        checkpoint_order(change, id, word(typed, "--where"));
                    });
}

int arrive(const Session& session, const Given& given) {
    return run_step(session, given, "arrive", {"ORDER", "--note"},
                    [](OrderDesk& desk, Change& change, std::int64_t id, const Given& typed) {
                        arrive_order(change, desk.tables(), id, word(typed, "--note"));
                    });
}

int receive(const Session& session, const Given& given) {
    return run_step(
        session, given, "receive", {"ORDER", "--line", "--all", "--note", "--lot", "--made"},
        [](OrderDesk& desk, Change& change, std::int64_t id, const Given& typed) {
            if (is_call_off(change, id)) {
                receive_call_off(change, desk.tables(), id, read_food(desk, change, id, typed));
                return;
            }
            receive_order(change, desk.tables(), id, read_counts(desk, change, id, typed));
        });
}

int take_back(const Session& session, const Given& given) {
    return run_step(session, given, "return", {"ORDER", "--line", "--all", "--note"},
                    [](OrderDesk& desk, Change& change, std::int64_t id, const Given& typed) {
                        return_order(change, desk.tables(), id,
                                     read_counts(desk, change, id, typed));
                    });
}

int decide(const Session& session, const Given& given) {
    return run_step(session, given, "decide", {"ORDER", "--reason", "--finance"},
                    [](OrderDesk& desk, Change& change, std::int64_t id, const Given& typed) {
                        decide_order(
                            change, desk.tables(), id,
                            {.signer = person_of(change.database(), change.request().actor),
                             .reason = word(typed, "--reason"),
                             .finance = word(typed, "--finance")});
                    });
}

int close(const Session& session, const Given& given) {
    return run_step(session, given, "close", {"ORDER", "--note"},
                    [](OrderDesk&, Change& change, std::int64_t id, const Given& typed) {
                        if (is_call_off(change, id)) {
                            close_call_off(change, id, word(typed, "--note"));
                        } else {
                            close_order(change, id, word(typed, "--note"));
                        }
                    });
}

int refuse(const Session& session, const Given& given) {
    return run_step(session, given, "refuse", {"ORDER", "--reason"},
                    [](OrderDesk& desk, Change& change, std::int64_t id, const Given& typed) {
                        refuse_order(change, desk.tables(), id, word(typed, "--reason"));
                    });
}

int cancel(const Session& session, const Given& given) {
    return run_step(session, given, "cancel", {"ORDER", "--reason"},
                    [](OrderDesk&, Change& change, std::int64_t id, const Given& typed) {
                        if (is_call_off(change, id)) {
                            cancel_call_off(change, id, word(typed, "--reason"));
                        } else {
                            cancel_order(change, id, word(typed, "--reason"));
                        }
                    });
}

int recall(const Session& session, const Given& given) {
    return run_step(session, given, "recall", {"ORDER", "--reason"},
                    [](OrderDesk&, Change& change, std::int64_t id, const Given& typed) {
                        recall_order(change, id, word(typed, "--reason"));
                    });
}

int divert(const Session& session, const Given& given) {
    return run_step(session, given, "divert", {"ORDER", "--to", "--line", "--reason"},
                    [](OrderDesk& desk, Change& change, std::int64_t id, const Given& typed) {
                        divert_order(change, desk.tables(), id,
                                     {.to = parse_site(desk.desk, typed.required("--to"),
                                                       change.request().recorded_at),
                                      .amounts = read_amounts(desk, change, id, typed, "--line"),
                                      .reason = word(typed, "--reason")});
                    });
}

int settle(const Session& session, const Given& given) {
    Asked asked = read_asked(session, given, "relief order settle");
    OrderDesk desk = open_order_desk(session.required_db("relief order settle"), asked);
    const std::int64_t debt = read_whole(given.required("DEBT"), "DEBT");
    std::int64_t order = 0;
    for (const GoodsDebt& row : goods_debts(desk.desk.database)) {
        order = row.id == debt ? row.order : order;
    }
    const std::int64_t id =
        change_document(desk, asked, "order.settle", given_content(given, {"DEBT", "--with"}), "",
                        {}, [&](Change& change, std::int64_t /*none*/) {
                            settle_debt(change, debt, word(given, "--with"));
                            return order;
                        });
    show(session, desk, id, asked.now);
    return 0;
}

const OptionSpec order_name{
    "ORDER", "ORDER", "调拨令序号或编号", "id or number of the order", OptionSpec::Form::positional,
    true};
const OptionSpec seen_option{"--seen", "N", "屏幕上看到的步数；已有新进展则拒绝",
                             "the number of steps seen; refused where it has gone on"};
const OptionSpec order_reason_option{"--reason", "TEXT", "理由", "why"};
const OptionSpec order_note_option{"--note", "TEXT", "备注", "a note"};
const OptionSpec counts_option{"--line", "LINE=GOOD/DAMAGED/MISSING",
                               "各行（或 行/批次）完好/破损/短少", "counts of a line, or LINE/LOT",
                               OptionSpec::Form::list};
const OptionSpec order_all_option{"--all", "", "其余在途全部完好",
                                  "what is not named arrived whole", OptionSpec::Form::flag};

/// The options of a step: the order, its own, and those of every step.
Options step_options(Options own) {
    own.insert(own.begin(), order_name);
    own.push_back(at_option);
    own.push_back(key_option);
    own.push_back(seen_option);
    return own;
}

std::vector<CommandSpec> making_commands() {
    return {
        {"order apply",
         "提出调拨申请（时间、地点、灾种、转移人数、需求、自有、已用、申请）",
         "apply for goods: time, place and kind of disaster, people, needed, own, used, asked",
         "relief order apply --db jilin.db --actor P01 --by 220621 --of 220600 --kind flood "
         "--where 220621 --since 2018-08-24T20:00 --relocated 3000 --line QUILT=2000/300/300/2000",
         {{"--by", "PLACE", "申请单位", "who asks", OptionSpec::Form::value, true},
          {"--of", "PLACE", "向谁申请", "who is asked", OptionSpec::Form::value, true},
          {"--event", "ID", "灾害编号", "event"},
          {"--kind", "KIND", "灾种", "kind of disaster", OptionSpec::Form::value, true},
          {"--where", "PLACE", "受灾地点", "where it is", OptionSpec::Form::value, true},
          {"--since", "TIME", "受灾时间", "when it began", OptionSpec::Form::value, true},
          {"--relocated", "N", "转移安置人数", "people relocated"},
          {"--to", "PLACE", "送达地点", "where to deliver"},
          {"--contact", "TEXT", "联系人和电话", "contact and telephone"},
          {"--line", "ITEM=NEEDED/OWN/USED/ASKED", "物资=需求/自有/已用/申请",
           "item: needed, own stock, own used, asked", OptionSpec::Form::list, true},
          {"--keep", "TEXT", "自有库存不先用的理由", "why own stock is kept back"},
          {"--phone", "", "先电话后补件", "by telephone, the papers follow",
           OptionSpec::Form::flag},
          {"--call", "N", "值班电话记录号", "number of the call in the duty book"},
          order_reason_option,
          at_option,
          key_option},
         apply},
        {"order answer", "办理申请：check 审核、approve 同意、refuse 不同意、withdraw 撤回",
         "the next step of an application: check, approve, refuse, withdraw",
         "relief order answer 1 check --db jilin.db --actor P02",
         step_options({{"VERB", "VERB", "check、approve、refuse、withdraw",
                        "check, approve, refuse, withdraw", OptionSpec::Form::positional, true},
                       order_note_option}),
         answer},
        {"order new",
         "起草调拨令；向供应商要食品则起草协议采购通知单",
         "draft an allotment order, or a call-off under a supplier's agreement",
         "relief order new --db jilin.db --actor P01 --from JL-D-04 --to 白山市 --response IV "
         "--line QUILT=2000 --line TENT12S=200",
         {{"--from", "DEPOT", "发货库点；写供应商编号即开协议采购通知单",
           "the depot that sends; a supplier's id makes a call-off", OptionSpec::Form::value, true},
          {"--to", "SITE", "收货库点或地方", "the depot or place that receives",
           OptionSpec::Form::value, true},
          {"--line", "ITEM=AMOUNT[@LOT]", "物资=数量，可指定批次", "item and amount, with a lot",
           OptionSpec::Form::list, true},
          {"--owner", "CODE", "物资权属（默认为该库唯一的权属）",
           "whose goods (by default the only owner there)"},
          {"--response", "LEVEL", "响应等级：none、IV、III、II、I",
           "response level: none, IV, III, II, I"},
          {"--mode", "MODE", "allot 调拨（权属随收货转移）或 pre_place 预置（权属不变）",
           "allot: the receiver becomes the owner; pre_place: the owner stays"},
          {"--caller", "CODE", "直接调用县级物资的市", "the city that calls a county's goods"},
          {"--application", "DOC", "依据的申请", "the application it answers"},
          {"--event", "ID", "灾害编号", "event"},
          {"--contact-from", "TEXT", "发方联系人和电话", "contact of the sender"},
          {"--contact-to", "TEXT", "收方联系人和电话", "contact of the receiver"},
          {"--use", "TEXT", "用途；定向捐赠的物资只能用于所定用途",
           "what for: goods given for one use go to no other"},
          {"--from-call", "N", "值班电话记录号", "number of the call it answers"},
          {"--value", "YUAN", "价值（元），人工填报：目录没有单价",
           "value in yuan, by hand: the catalogue has no prices"},
          {"--hold", "", "起草即占用批次", "hold the lots at once", OptionSpec::Form::flag},
          order_reason_option,
          at_option,
          key_option},
         new_order},
        {"order draft",
         "由调度方案起草申请、调拨令和协议采购通知单，占用批次",
         "draft applications, orders and call-offs from a plan and hold the lots",
         "relief order draft --db jilin.db --actor P01 --plan plan.json --response II",
         {{"--plan", "FILE", "relief plan --json 的输出", "what relief plan --json wrote",
           OptionSpec::Form::value, true},
          {"--response", "LEVEL", "响应等级", "response level"},
          {"--partial", "", "有变化的行除外，其余照开", "draft what can be",
           OptionSpec::Form::flag},
          {"--value", "YUAN", "每份调拨令的价值（元），人工填报", "value of each order, by hand"},
          {"--hold-hours", "H", "占用多少小时（默认 48）", "hours to hold the lots (48)"},
          at_option,
          key_option},
         draft},
    };
}

std::vector<CommandSpec> office_steps() {
    return {
        {"order check", "复核（不得为经办人）", "check it (another than who made it)",
         "relief order check 2 --db jilin.db --actor P02", step_options({}), check},
        {"order sign", "签发；电话签发用 --oral，48 小时内补手续",
         "sign; --oral for a telephone order, whose papers follow",
         "relief order sign 2 --db jilin.db --actor P01 --oral P10 --from-call 12",
         step_options({{"--oral", "PERSON", "电话签发人", "who ordered it by telephone"},
                       {"--from-call", "N", "值班电话记录号", "number of the call"},
                       {"--words", "TEXT", "原话", "the words"}}),
         sign},
        {"order papers", "补交电话调拨的书面手续", "the papers of a telephone order are there",
         "relief order papers 2 --db jilin.db --actor P01 --paper 吉民函〔2018〕9号 "
         "--scan 9.pdf",
         step_options({{"--paper", "TEXT", "文号", "their number"},
                       {"--scan", "FILE", "签字页的扫描件或照片（可多份），存入账内",
                        "the signed pages, kept in the books", OptionSpec::Form::list, true}}),
         papers},
        {"order cancel", "发车前撤销，占用和已拣物资退回", "call it off before departure",
         "relief order cancel 2 --db jilin.db --actor P01 --reason 雨停",
         step_options({order_reason_option}), cancel},
        {"order recall", "途中召回，转为退回", "recall it on the way: it turns into a return",
         "relief order recall 2 --db jilin.db --actor P01 --reason 断路",
         step_options({order_reason_option}), recall},
        {"order divert", "途中改送", "send goods on the way to another receiver",
         "relief order divert 2 --db jilin.db --actor P01 --to 220621 --line 1=500 --reason 断路",
         step_options(
             {{"--to", "SITE", "新收货地", "the new receiver", OptionSpec::Form::value, true},
              {"--line", "LINE=AMOUNT", "行=数量（默认全部）", "line and amount (all)",
               OptionSpec::Form::list},
              order_reason_option}),
         divert},
        {"order decide", "核销短少（权属方签批，先有财政意见）",
         "write off what is missing: the owner, after the opinion of finance",
         "relief order decide 2 --db jilin.db --actor P10 --reason 途中丢失 --finance 财函7号",
         step_options({order_reason_option,
                       {"--finance", "TEXT", "财政意见文号", "the opinion of finance"}}),
         decide},
        {"order close", "办结（在途必须为零）", "close it: nothing may be on the way",
         "relief order close 2 --db jilin.db --actor P01", step_options({order_note_option}),
         close},
        {"order settle",
         "偿还调用县级物资的欠账",
         "settle a debt for goods called from a county",
         "relief order settle 1 --db jilin.db --actor P01 --with 补棉被30床",
         {{"DEBT", "N", "欠账号", "number of the debt", OptionSpec::Form::positional, true},
          {"--with", "TEXT", "以何偿还（等量物资或资金）", "equal goods, or money",
           OptionSpec::Form::value, true},
          at_option,
          key_option},
         settle},
    };
}

std::vector<CommandSpec> depot_steps() {
    return {
        {"order accept", "库点接令", "the depot accepts it",
         "relief order accept 2 --db jilin.db --actor K04", step_options({order_note_option}),
         accept},
        {"order refuse", "库点不接，写明理由", "the depot refuses it, with a reason",
         "relief order refuse 2 --db jilin.db --actor K04 --reason 库门被淹",
         step_options({order_reason_option}), refuse},
        {"order pick", "拣货，先到期先出；指定批次须写理由",
         "pick, first expired first out; a lot by hand needs a reason",
         "relief order pick 2 --db jilin.db --actor K04",
         step_options(
             {{"--lot", "LINE/LOT=AMOUNT", "指定批次", "a lot by hand", OptionSpec::Form::list},
              {"--short", "", "不足时有多少发多少，其余释放",
               "take what there is and let the rest go", OptionSpec::Form::flag},
              order_reason_option}),
         pick},
        {"order load", "装车", "load a lorry",
         "relief order load 2 --db jilin.db --actor K04 --truck 吉D12345 --seal 0012",
         step_options({{"--truck", "PLATE", "车号", "number plate", OptionSpec::Form::value, true},
                       {"--seal", "N", "铅封号", "seal"},
                       {"--driver", "TEXT", "驾驶员和电话", "driver and telephone"},
                       {"--photo", "FILE", "装车照片（可多张），存入账内",
                        "photographs, kept in the books", OptionSpec::Form::list},
                       {"--line", "LINE/LOT=AMOUNT", "装车数量（默认全部）", "amounts (all)",
                        OptionSpec::Form::list}}),
         load},
        {"order depart", "发车", "it departs", "relief order depart 2 --db jilin.db --actor K04",
         step_options({{"--expected", "TIME", "预计到达", "expected arrival"}}), depart},
        {"order checkpoint", "途中报告位置", "a report from the road",
         "relief order checkpoint 2 --db jilin.db --actor P01 --where 靖宇收费站",
         step_options({{"--where", "TEXT", "地点", "where", OptionSpec::Form::value, true}}),
         checkpoint},
        {"order arrive", "运抵", "it arrives", "relief order arrive 2 --db jilin.db --actor B01",
         step_options({order_note_option}), arrive},
        {"order receive", "清点接收，可分次；写明完好/破损/短少",
         "receive, in parts or whole: good, damaged, missing",
         "relief order receive 2 --db jilin.db --actor B01 --line 2=197/2/1 --all",
         step_options({counts_option,
                       order_all_option,
                       {"--made", "LINE=DATE", "协议采购的食品：某行的生产日期",
                        "food of a call-off: the day a line was made", OptionSpec::Form::list},
                       {"--lot", "LINE=LOT", "协议采购的食品：某行的批号（默认自编）",
                        "food of a call-off: its lot (made up by default)", OptionSpec::Form::list},
                       order_note_option}),
         receive},
        {"order return", "召回的物资回库", "recalled goods are back",
         "relief order return 2 --db jilin.db --actor K04 --all",
         step_options({counts_option, order_all_option, order_note_option}), take_back},
    };
}

}  // namespace

std::vector<CommandSpec> order_commands() {
    std::vector<CommandSpec> all = making_commands();
    for (std::vector<CommandSpec> family : {depot_steps(), office_steps()}) {
        std::move(family.begin(), family.end(), std::back_inserter(all));
    }
    return all;
}

}  // namespace relief
