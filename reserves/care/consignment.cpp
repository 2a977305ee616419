// SPDX-License-Identifier: Apache-2.0
#include "reserves/care/consignment.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "reserves/document/document.h"
#include "reserves/document/paper.h"
#include "reserves/document/receipts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view contracts_table = "baseline/consignment_contracts.csv";
constexpr int minutes_max = 10 * 24 * 60;

// ---- the baseline's ----

ConsignmentContract read_row(const CsvRow& row) {
    ConsignmentContract contract;
    contract.code = row.required("contract_id");
    contract.owner_org = row.required("owner_org_id");
    contract.owner_name = row.required("owner_name");
    contract.depot = row.required("consignment_depot_id");
    contract.keeper_depot = row.required("keeper_depot_id");
    contract.from = row.date("valid_from");
    contract.to = row.date("valid_to");
    contract.gate_minutes_max =
        static_cast<int>(std::lround(row.number("ready_to_load_h", 0, 240) * 60));
    contract.count_notice_hours =
        static_cast<int>(row.integer("inventory_check_days_notice_h", 0, 240));
    const auto report = parse_month_day(row.required("yearly_report_mmdd"));
    if (!report) {
        throw row.error("csv.date", "yearly_report_mmdd", "no day of the year",
                        "a day such as 01-10");
    }
    contract.yearly_report = *report;
    contract.acceptance_work_days =
        static_cast<int>(row.integer("acceptance_report_workdays", 1, 100));
    contract.dispatch_work_days = static_cast<int>(row.integer("dispatch_report_workdays", 1, 100));
    contract.fee = row.text("fee_basis");
    contract.flag = row.required("flag");
    contract.source = contracts_table;
    return contract;
}

std::map<std::string, ConsignmentContract> read_baseline_contracts(const DataSource& source) {
    const CsvTable table(
        source.read(contracts_table), source.shown_name(contracts_table),
        {"contract_id", "owner_org_id", "owner_name", "consignment_depot_id", "keeper_depot_id",
         "valid_from", "valid_to", "ready_to_load_h", "inventory_check_days_notice_h",
         "yearly_report_mmdd", "acceptance_report_workdays", "dispatch_report_workdays",
         "fee_basis", "flag"});
    table.check_key("contract_id");
    std::map<std::string, ConsignmentContract> contracts;
    for (std::size_t i = 0; i < table.size(); ++i) {
        ConsignmentContract contract = read_row(table.row(i));
        std::string code = contract.code;
        contracts.emplace(std::move(code), std::move(contract));
    }
    return contracts;
}

// ---- the books' ----

std::string month_day_text(MonthDay day) {
    return fmt::format("{:02}-{:02}", day.month, day.day);
}

std::string content_of(const ConsignmentContract& contract) {
    ordered_json items = ordered_json::array();
    for (const ConsignedItem& item : contract.items) {
        items.push_back({{"item", item.item}, {"min_stock", item.min_stock}});
    }
    return ordered_json{{"owner_org", contract.owner_org},
                        {"owner_name", contract.owner_name},
                        {"depot", contract.depot},
                        {"keeper_depot", contract.keeper_depot},
                        {"from", format_date(contract.from)},
                        {"to", format_date(contract.to)},
                        {"gate_minutes_max", contract.gate_minutes_max},
                        {"count_notice_hours", contract.count_notice_hours},
                        {"yearly_report", month_day_text(contract.yearly_report)},
                        {"acceptance_work_days", contract.acceptance_work_days},
                        {"dispatch_work_days", contract.dispatch_work_days},
                        {"items", std::move(items)},
                        {"double_value", contract.double_value},
                        {"open_24h", contract.open_24h},
                        {"keeper_rotates", contract.keeper_rotates},
                        {"fee", contract.fee},
                        {"insurance", contract.insurance},
                        {"compensation", contract.compensation},
                        {"flag", contract.flag}}
        .dump();
}

ConsignmentContract read_contract(const std::string& code, const std::string& content) {
    const ordered_json json = ordered_json::parse(content);
    ConsignmentContract contract;
    contract.code = code;
    contract.owner_org = json.at("owner_org");
    contract.owner_name = json.at("owner_name");
    contract.depot = json.at("depot");
    contract.keeper_depot = json.at("keeper_depot");
    contract.from = parse_date(json.at("from").get<std::string>()).value_or(Date{});
    contract.to = parse_date(json.at("to").get<std::string>()).value_or(Date{});
    contract.gate_minutes_max = json.at("gate_minutes_max");
    contract.count_notice_hours = json.at("count_notice_hours");
    contract.yearly_report =
        parse_month_day(json.at("yearly_report").get<std::string>()).value_or(MonthDay{});
    contract.acceptance_work_days = json.at("acceptance_work_days");
    contract.dispatch_work_days = json.at("dispatch_work_days");
    for (const ordered_json& item : json.at("items")) {
        contract.items.push_back({.item = item.at("item"), .min_stock = item.at("min_stock")});
    }
    contract.double_value = json.at("double_value");
    contract.open_24h = json.at("open_24h");
    contract.keeper_rotates = json.at("keeper_rotates");
    contract.fee = json.at("fee");
    contract.insurance = json.at("insurance");
    contract.compensation = json.at("compensation");
    contract.flag = json.at("flag");
    return contract;
}

Error consignment_error(std::string_view code, std::string message, std::string field,
                        std::string found, std::string expected) {
    return refused({.code = fmt::format("consignment.{}", code),
                    .message = std::move(message),
                    .field = std::move(field),
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

void check_keeper(const Baseline& baseline, const ConsignmentContract& contract) {
    const Depot* point = baseline.depot(contract.depot);
    if (point == nullptr || point->keeper_depot.empty() ||
        point->keeper_depot != contract.keeper_depot) {
        throw consignment_error("keeper", "the goods do not lie in this keeper's house", "--keeper",
                                contract.keeper_depot + " for " + contract.depot,
                                point == nullptr || point->keeper_depot.empty()
                                    ? std::string("a consignment point of the baseline")
                                    : point->keeper_depot);
    }
}

void check_contract_numbers(const ConsignmentContract& contract) {
    const auto check = [](std::string_view field, std::int64_t value, std::int64_t most) {
        if (value < 0 || value > most) {
            throw consignment_error("number", "a number of the contract is out of range",
                                    std::string(field), fmt::format("{}", value),
                                    fmt::format("0 to {}", most));
        }
    };
    check("--gate-minutes", contract.gate_minutes_max, minutes_max);
    check("--notice-hours", contract.count_notice_hours, 240);
    check("--acceptance-days", contract.acceptance_work_days, 100);
    check("--dispatch-days", contract.dispatch_work_days, 100);
    for (const ConsignedItem& item : contract.items) {
        check("--item", item.min_stock, 1'000'000'000'000);
    }
}

// ---- duties ----

/// What the duties of one contract are made from.
struct DutyMaker {
    const CareRules& rules;
    const ConsignmentContract& contract;
    Date from;  ///< the first day that counts
    Date today;
    std::vector<ConsignmentDuty>& duties;

    void add(std::string_view kind, const std::string& subject, Date due, std::string rule) const {
        duties.push_back({.id = fmt::format("{}/{}/{}", contract.code, kind, subject),
                          .kind = std::string(kind),
                          .contract = contract.code,
                          .keeper_depot = contract.keeper_depot,
                          .subject = subject,
                          .due = due,
                          .done_on = {},
                          .note = {},
                          .rule = std::move(rule),
                          .document = {}});
    }
};

/// A movement that brought goods to a site from outside it, or sent them on the road.
struct SiteMovement {
    std::int64_t id = 0;
    Date on;
    bool is_dispatch = false;
};

/// What lies on the road belongs to no shelf: a dispatch is where that grows, a receipt where the
/// shelves of the site grow by what did not lie on them.
std::vector<SiteMovement> site_movements(Database& database, const std::string& site) {
    Statement select = database.prepare(
        "SELECT movement.id, occurred_at, "
        "  sum(CASE WHEN site = ?1 AND (stage IN ('on_hand','quarantine','picked','loaded')) "
        "           THEN entry.amount ELSE 0 END) AS gain, "
        "  sum(CASE WHEN stage LIKE 'in_transit%' THEN entry.amount ELSE 0 END) AS road "
        "FROM movement JOIN entry ON entry.movement_id = movement.id "
        "              JOIN account ON account.id = entry.account_id "
        "WHERE movement.kind NOT IN ('opening', 'count', 'reversal') AND movement.id IN "
        "  (SELECT movement_id FROM entry JOIN account ON account.id = account_id WHERE site = ?1) "
        "GROUP BY movement.id, item, lot HAVING gain <> 0 ORDER BY movement.id");
    select.bind(1, site);
    std::vector<SiteMovement> movements;
    while (select.step()) {
        const bool is_dispatch = select.integer(2) < 0;
        if (is_dispatch && select.integer(3) <= 0) {
            continue;  // handed out or written off on the spot: nothing was sent
        }
        if (movements.empty() || movements.back().id != select.integer(0)) {
            movements.push_back({.id = select.integer(0),
                                 .on = beijing_date(instant_of(select.integer(1))),
                                 .is_dispatch = is_dispatch});
        }
    }
    return movements;
}

void add_reports(Database& database, const DutyMaker& maker) {
    for (const SiteMovement& movement : site_movements(database, maker.contract.depot)) {
        if (movement.on < maker.from || movement.on > maker.today) {
            continue;
        }
        const int days = movement.is_dispatch ? maker.contract.dispatch_work_days
                                              : maker.contract.acceptance_work_days;
        std::string rule = fmt::format("{} work days after {} ({})", days, format_date(movement.on),
                                       maker.contract.code);
        const Date due = maker.rules.work_days.after(movement.on, days);
        if (!maker.rules.work_days.knows_year(year_of(due))) {
            rule += "; holidays of the year not in rules/work_days.csv";
        }
        maker.add(movement.is_dispatch ? "dispatch_report" : "acceptance_report",
                  fmt::format("movement-{}", movement.id), due, std::move(rule));
    }
}

/// The last whole count period and the running one; an earlier one cannot be made up for any more.
void add_counts(const DutyMaker& maker) {
    const int months = maker.rules.days("count_every_months");
    if (months == 0) {
        return;
    }
    const std::chrono::year_month_day today{maker.today};
    const int now = static_cast<int>(today.year()) * 12 +
                    static_cast<int>(static_cast<unsigned>(today.month())) - 1;
    for (const int period : {now / months - 1, now / months}) {
        const int last = period * months + months - 1;
        const std::chrono::year_month month{
            std::chrono::year{last / 12}, std::chrono::month{static_cast<unsigned>(last % 12) + 1}};
        const Date due{std::chrono::year_month_day_last{month / std::chrono::last}};
        if (due >= maker.from && due <= maker.contract.to) {
            maker.add("count",
                      fmt::format("{}-{:02}", static_cast<int>(month.year()),
                                  static_cast<unsigned>(month.month())),
                      due, "rules/care_terms.csv count_every_months");
        }
    }
}

void add_years(const DutyMaker& maker) {
    const Date until = std::min(maker.contract.to, maker.today);
    const MonthDay count = maker.rules.month_day("yearly_count_due");
    for (int year = year_of(maker.from); year <= year_of(until); ++year) {
        if (maker.from <= count.in(year) && count.in(year) <= maker.contract.to) {
            maker.add("yearly_count", fmt::format("{}", year), count.in(year),
                      "rules/care_terms.csv yearly_count_due");
        }
        maker.add("yearly_report", fmt::format("{}", year),
                  maker.contract.yearly_report.in(year + 1),
                  fmt::format("the day of {} for the year before", maker.contract.code));
    }
}

/// The end of the term is answered by a contract that goes on, not by a word.
void add_term_end(const DutyMaker& maker, const std::vector<ConsignmentContract>& contracts) {
    const auto goes_on = [&](const ConsignmentContract& other) {
        return other.depot == maker.contract.depot && other.to > maker.contract.to &&
               other.from <= maker.contract.to + std::chrono::days{1};
    };
    const std::chrono::days warn{maker.rules.days("contract_warn_days")};
    if (maker.today + warn >= maker.contract.to &&
        std::none_of(contracts.begin(), contracts.end(), goes_on)) {
        maker.add("term_end", format_date(maker.contract.to), maker.contract.to,
                  "a contract without a successor; afterwards nothing is drawn from the point");
    }
}

/// The document a movement was posted by, 0 where by none.
std::int64_t document_of_movement(Database& database, const std::string& subject) {
    Statement select = database.prepare(
        "SELECT document_id FROM document_step WHERE 'movement-' || movement_id = ?1 ORDER BY id");
    select.bind(1, subject);
    return select.step() ? select.integer(0) : 0;
}

/// The day the last acceptance of a paper was posted, once nothing of it waits any more.
std::optional<Date> accepted_on(Database& database, const Document& brought) {
    for (const DocumentLine& line : lines_to_accept(database, brought)) {
        if (line.amount > 0) {
            return std::nullopt;
        }
    }
    std::optional<Date> day;
    for (const Document& acceptance : followers(database, brought.id, "of")) {
        for (const DocumentStep& step : acceptance.steps) {
            if (step.verb == "post") {
                const Date on = beijing_date(step.occurred_at);
                day = std::max(day.value_or(on), on);
            } else if (acceptance.state() != "posted") {
                return std::nullopt;  // drawn up, not decided
            }
        }
    }
    return day;
}

/// What came in is reported by its acceptance; of an order by the receipt slip it was counted with.
void find_acceptance(Database& database, ConsignmentDuty& duty) {
    const std::int64_t id = document_of_movement(database, duty.subject);
    if (id == 0) {
        return;
    }
    const Document document = read_document(database, id);
    const std::string& kind = document.number.kind;
    if (kind == "allotment_order") {
        duty.document = "receipt_slip";
        for (const std::int64_t paper : linked_to(database, id, "of_order")) {
            const Document slip = read_document(database, paper);
            if (slip.number.kind == "receipt_slip" && !duty.done_on) {
                duty.done_on = beijing_date(slip.made_at);
                duty.note = format_number(slip.number);
            }
        }
    } else if (kind == "receipt" || kind == "donation" || kind == "return" || kind == "rotation") {
        duty.document = "acceptance";
        duty.done_on = accepted_on(database, document);
        if (duty.done_on) {
            duty.note = format_number(followers(database, id, "of").back().number);
        }
    }
}

/// The day the last lot of a site was counted between two days, nothing while one that was there
/// is left out.
std::optional<Date> counted_on(Database& database, const std::string& site, Date from, Date to) {
    Statement select = database.prepare(
        "SELECT (SELECT max(c.counted_at) FROM count_assertion AS c WHERE c.account_id = a.id AND "
        "c.counted_at >= ?2 AND c.counted_at < ?3 AND (SELECT state FROM document_step WHERE "
        "document_id = c.document_id ORDER BY id DESC LIMIT 1) <> 'reversed'), (SELECT min(day) "
        "FROM balance_day WHERE account_id = a.id) FROM account AS a JOIN balance AS b ON "
        "b.account_id = a.id WHERE a.site = ?1 AND a.stage = 'on_hand' AND b.amount > 0");
    select.bind(1, site)
        .bind(2, seconds_of(beijing_midnight(from)))
        .bind(3, seconds_of(beijing_midnight(to + std::chrono::days{1})));
    std::optional<Date> last;
    std::optional<Date> left_out;
    while (select.step()) {
        if (select.is_null(0)) {
            const Date since = date_of(select.integer(1));
            left_out = std::min(left_out.value_or(since), since);
        } else {
            const Date on = beijing_date(instant_of(select.integer(0)));
            last = std::max(last.value_or(on), on);
        }
    }
    return last && left_out && *left_out < *last ? std::nullopt : last;
}

void find_count(Database& database, const CareRules& rules, const std::string& site,
                ConsignmentDuty& duty) {
    const std::chrono::year_month_day due{duty.due};
    const int months = duty.kind == "count" ? rules.days("count_every_months") : 12;
    const std::chrono::year_month first =
        duty.kind == "count" ? due.year() / due.month() - std::chrono::months{months - 1}
                             : due.year() / std::chrono::January;
    duty.document = "count";
    duty.done_on = counted_on(database, site, Date{first / 1}, duty.due);
}

/// Duties that a document of the books does.
void find_documents(Database& database, const CareRules& rules,
                    const std::vector<ConsignmentContract>& contracts,
                    std::vector<ConsignmentDuty>& duties) {
    for (ConsignmentDuty& duty : duties) {
        if (duty.kind == "acceptance_report") {
            find_acceptance(database, duty);
        } else if (duty.kind == "count" || duty.kind == "yearly_count") {
            const auto contract =
                std::find_if(contracts.begin(), contracts.end(),
                             [&](const auto& row) { return row.code == duty.contract; });
            find_count(database, rules, contract->depot, duty);
        }
    }
}

void read_done(Database& database, std::vector<ConsignmentDuty>& duties) {
    std::map<std::string, ConsignmentDuty*> by_id;
    for (ConsignmentDuty& duty : duties) {
        by_id.emplace(duty.id, &duty);
    }
    Statement select =
        database.prepare("SELECT duty, done_day, note FROM consignment_duty_done ORDER BY id");
    while (select.step()) {
        const auto found = by_id.find(select.text(0));
        if (found != by_id.end() && !found->second->done_on) {
            found->second->done_on = date_of(select.integer(1));
            found->second->note = select.text(2);
        }
    }
}

}  // namespace

std::vector<ConsignmentContract> read_contracts(const DataSource& source, Database* database) {
    std::map<std::string, ConsignmentContract> contracts = read_baseline_contracts(source);
    if (database != nullptr) {
        Statement select = database->prepare(
            "SELECT code, content, at, actor FROM consignment_contract ORDER BY id");
        while (select.step()) {
            ConsignmentContract contract = read_contract(select.text(0), select.text(1));
            contract.source = fmt::format("{}, {}", format_instant(instant_of(select.integer(2))),
                                          select.text(3));
            contracts.insert_or_assign(select.text(0), std::move(contract));
        }
    }
    std::vector<ConsignmentContract> list;
    for (auto& [code, contract] : contracts) {
        list.push_back(std::move(contract));
    }
    return list;
}

void add_contract(Change& change, const Baseline& baseline, const ConsignmentContract& contract) {
    if (contract.code.empty()) {
        throw consignment_error("code", "a contract has a number", "CONTRACT", "", "its number");
    }
    if (contract.to < contract.from) {
        throw consignment_error("term", "the contract ends before it begins", "--to",
                                format_date(contract.to),
                                "a day not before " + format_date(contract.from));
    }
    check_keeper(baseline, contract);
    check_contract_numbers(contract);
    change.insert("consignment_contract", {{"code", contract.code},
                                           {"at", seconds_of(change.request().occurred_at)},
                                           {"actor", change.request().actor},
                                           {"content", content_of(contract)}});
    change.tell_subject(contract.code);
}

void apply_contracts(const std::vector<ConsignmentContract>& contracts, Baseline& baseline) {
    baseline.contracts.clear();
    for (const ConsignmentContract& contract : contracts) {
        baseline.contracts.push_back({.id = contract.code,
                                      .consignment_depot = contract.depot,
                                      .keeper_depot = contract.keeper_depot,
                                      .valid_from = contract.from,
                                      .valid_to = contract.to,
                                      .ready_to_load_h = contract.gate_minutes_max / 60.0});
    }
}

std::vector<ConsignmentDuty> consignment_duties(Database& database, const CareRules& rules,
                                                const std::vector<ConsignmentContract>& contracts,
                                                Date books_from, Instant now) {
    std::vector<ConsignmentDuty> duties;
    for (const ConsignmentContract& contract : contracts) {
        const DutyMaker maker{.rules = rules,
                              .contract = contract,
                              .from = std::max(contract.from, books_from),
                              .today = beijing_date(now),
                              .duties = duties};
        if (maker.today < contract.from) {
            continue;
        }
        add_reports(database, maker);
        add_counts(maker);
        add_years(maker);
        add_term_end(maker, contracts);
    }
    find_documents(database, rules, contracts, duties);
    read_done(database, duties);
    std::stable_sort(duties.begin(), duties.end(),
                     [](const ConsignmentDuty& a, const ConsignmentDuty& b) {
                         return std::pair(a.due, std::string_view(a.id)) <
                                std::pair(b.due, std::string_view(b.id));
                     });
    return duties;
}

std::vector<ConsignedStock> consigned_stock(Database& database, const Rules& rules,
                                            const ConsignmentContract& contract) {
    const auto on_shelf = [&](const std::string& site) {
        Statement select = database.prepare(
            "SELECT a.item, sum(b.amount) FROM account AS a JOIN balance AS b ON b.account_id = "
            "a.id WHERE a.site = ?1 AND a.stage = 'on_hand' AND a.condition = 'A' GROUP BY a.item");
        select.bind(1, site);
        std::map<std::string, Units> units;
        while (select.step()) {
            const Item* item = rules.item(select.text(0));
            units[select.text(0)] =
                whole_units({select.integer(1), item == nullptr ? 0 : item->decimals});
        }
        return units;
    };
    std::map<std::string, Units> at_point = on_shelf(contract.depot);
    std::map<std::string, Units> own = on_shelf(contract.keeper_depot);
    std::map<std::string, ConsignedStock> rows;
    if (contract.double_value) {
        for (const auto& [item, units] : at_point) {
            rows[item].item = item;
        }
    }
    for (const ConsignedItem& item : contract.items) {
        rows[item.item].item = item.item;
        rows[item.item].min_stock = item.min_stock;
    }
    std::vector<ConsignedStock> list;
    for (auto& [item, row] : rows) {
        row.at_point = at_point[item];
        row.keeper_own = own[item];
        row.wants_double = contract.double_value;
        list.push_back(row);
    }
    return list;
}

void finish_duty(Change& change, const std::vector<ConsignmentDuty>& duties, const std::string& id,
                 Date done_on, const std::string& note) {
    const auto duty = std::find_if(duties.begin(), duties.end(),
                                   [&](const ConsignmentDuty& row) { return row.id == id; });
    if (duty == duties.end()) {
        throw consignment_error("duty", "no keeper has this duty", "DUTY", id,
                                "a duty of relief consignment show");
    }
    if (!duty->done_on && !duty->document.empty()) {
        throw consignment_error("document", "a document of the books does this duty", "DUTY", id,
                                "its " + duty->document);
    }
    if (duty->done_on || duty->kind == "term_end") {
        throw consignment_error("done", "the duty cannot be done now", "DUTY",
                                duty->done_on ? "done " + format_date(*duty->done_on)
                                              : "a term ends until a new contract is added",
                                "a duty that is open");
    }
    const Date today = beijing_date(change.request().occurred_at);
    if (done_on > today) {
        throw refused({.code = "office.future",
                       .message = "what has not happened yet is not booked",
                       .field = "--on",
                       .found = format_date(done_on),
                       .expected = "at most " + format_date(today)});
    }
    change.insert("consignment_duty_done", {{"duty", id},
                                            {"done_day", day_number(done_on)},
                                            {"actor", change.request().actor},
                                            {"note", note}});
    change.tell_subject(id);
}

}  // namespace relief
