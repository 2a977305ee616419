// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "reserves/care/hazard.h"
#include "reserves/care/inspection.h"
#include "tools/commands/command.h"
#include "tools/commands/scope_option.h"
#include "tools/commands/values.h"
#include "tools/desk/care_desk.h"
#include "tools/desk/care_document.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

using enum OptionSpec::Form;

CareView view_of(const Session& session, const std::string& command) {
    return open_care_view(session.data(), session.required_db(command));
}

CareDesk desk_of(const Session& session, const Given& given, const std::string& command) {
    const Asked asked = read_asked(session, given, command);
    return open_care_desk(session.required_db(command), asked);
}

PlaceScope scope_of(const CareView& view, const Given& given, Instant now) {
    return PlaceScope::read(given.text(scope_option.name), view.baseline, view.places,
                            beijing_date(now));
}

int print_hazards(const Session& session, const HazardsAnswer& answer, const CareRules& care) {
    session.print(session.global.json ? hazards_json(answer, care)
                                      : hazards_text(answer, care, session.language()));
    return 0;
}

int print_inspections(const Session& session, const std::vector<Inspection>& inspections,
                      const CareRules& care) {
    session.print(session.global.json ? inspections_json(inspections, care)
                                      : inspections_text(inspections, care, session.language()));
    return 0;
}

/// The one hazard a command changed, as the books now have it.
int print_hazard(const Session& session, CareDesk& desk, std::int64_t id) {
    Database& database = desk.books.database;
    HazardsAnswer answer{.hazards = read_hazards(database, {.with_closed = true}, Instant::max()),
                         .stopped = stopped_sites(database, Instant::max()),
                         .now = desk.asked.now};
    std::erase_if(answer.hazards, [&](const Hazard& hazard) { return hazard.id != id; });
    return print_hazards(session, answer, desk.care);
}

int print_inspection(const Session& session, CareDesk& desk, std::int64_t id) {
    return print_inspections(session, {read_inspection(desk.books.database, id)}, desk.care);
}

bool is_ok(const Given& given) {
    const std::string result = given.required("--result");
    if (result != "ok" && result != "bad") {
        throw bad_input({.code = "argument.value",
                         .message = "the value of the option cannot be read",
                         .field = "--result",
                         .found = result,
                         .expected = "ok or bad"});
    }
    return result == "ok";
}

/// "fire,safety" given once or several times.
std::vector<std::string> split_list(const std::vector<std::string>& texts) {
    std::vector<std::string> words;
    for (const std::string& text : texts) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find(',', at), text.size());
            if (end > at) {
                words.push_back(text.substr(at, end - at));
            }
            at = end + 1;
        }
    }
    return words;
}

// ---- inspections ----

int plan_inspections(const Session& session, const Given& given) {
    const CareView view = view_of(session, "relief inspect plan");
    const Instant now = moment_of(session, given);
    const auto year = given.text("--year");
    CalendarAnswer answer{.season = given.required("--season"),
                          .year = year ? read_whole(*year, "--year") : year_of(beijing_date(now)),
                          .rows = {},
                          .now = now};
    answer.rows = inspection_calendar(view.database(), view.care, view.baseline, answer.season,
                                      answer.year, now);
    const PlaceScope scope = scope_of(view, given, now);
    std::erase_if(answer.rows, [&](const CalendarRow& row) { return !scope.has(row.site); });
    session.print(session.global.json ? calendar_json(answer, view.care)
                                      : calendar_text(answer, view.care, session.language()));
    return 0;
}

int inspection_open_command(const Session& session, const Given& given) {
    CareDesk desk = desk_of(session, given, "relief inspect open");
    const NewInspection what{.site = site_of(desk.books.baseline, given.required("SITE")).id,
                             .season = given.required("--season"),
                             .with = split_list(given.list("--with"))};
    const std::int64_t id = change_care(
        desk, "inspect.open", {{"site", what.site}, {"season", what.season}, {"with", what.with}},
        [&](Change& change) { return open_inspection(change, desk.care, what); });
    return print_inspection(session, desk, id);
}

int inspection_find_command(const Session& session, const Given& given) {
    CareDesk desk = desk_of(session, given, "relief inspect find");
    const int id = read_whole(given.required("INSPECTION"), "INSPECTION");
    NewFinding finding{.check = given.required("--check"),
                       .department = given.text("--department").value_or("relief"),
                       .ok = is_ok(given),
                       .note = given.text("--note").value_or(""),
                       .grade = {}};
    if (const auto grade = given.text("--grade")) {
        finding.grade = read_whole(*grade, "--grade");
    }
    change_care(desk, "inspect.find",
                {{"inspection", id},
                 {"check", finding.check},
                 {"department", finding.department},
                 {"ok", finding.ok},
                 {"note", finding.note},
                 {"grade", finding.grade.value_or(0)}},
                [&](Change& change) {
                    add_finding(change, desk.care, id, finding);
                    return std::int64_t{id};
                });
    return print_inspection(session, desk, id);
}

int inspection_sign_command(const Session& session, const Given& given) {
    CareDesk desk = desk_of(session, given, "relief inspect sign");
    const int id = read_whole(given.required("INSPECTION"), "INSPECTION");
    const std::string department = given.required("--department");
    const std::string person = given.required("--by");
    change_care(desk, "inspect.sign",
                {{"inspection", id}, {"department", department}, {"by", person}},
                [&](Change& change) {
                    sign_inspection(change, id, department, person);
                    return std::int64_t{id};
                });
    return print_inspection(session, desk, id);
}

int close_command(const Session& session, const Given& given) {
    CareDesk desk = desk_of(session, given, "relief inspect close");
    const int id = read_whole(given.required("INSPECTION"), "INSPECTION");
    change_care(desk, "inspect.close", {{"inspection", id}}, [&](Change& change) {
        close_inspection(change, id);
        return std::int64_t{id};
    });
    return print_inspection(session, desk, id);
}

int list_inspections(const Session& session, const Given& given) {
    const CareView view = view_of(session, "relief inspect list");
    return print_inspections(session,
                             read_inspections(view.database(), {.site = given.text("--site"),
                                                                .season = given.text("--season"),
                                                                .open_only = given.flag("--open")}),
                             view.care);
}

int show_inspection(const Session& session, const Given& given) {
    const CareView view = view_of(session, "relief inspect show");
    const int id = read_whole(given.required("INSPECTION"), "INSPECTION");
    return print_inspections(session, {read_inspection(view.database(), id)}, view.care);
}

int grade_command(const Session& session, const Given& given) {
    const CareView view = view_of(session, "relief inspect grade");
    const Instant now = moment_of(session, given);
    std::vector<SiteGrade> grades;
    if (const auto site = given.text("SITE")) {
        const std::string id = site_of(view.baseline, *site).id;
        const SiteRecord record = read_site_record(view.database(), id);
        grades = grade_history(view.care, id, record, now);
        grades.push_back(site_grade(view.care, id, record, now));
    } else {
        for (const Depot& depot : view.baseline.depots) {
            grades.push_back(
                site_grade(view.care, depot.id, read_site_record(view.database(), depot.id), now));
        }
    }
    session.print(session.global.json ? site_grades_json(grades)
                                      : site_grades_text(grades, session.language()));
    return 0;
}

// ---- hazards ----

int list_hazards(const Session& session, const Given& given) {
    const CareView view = view_of(session, "relief inspect hazard list");
    const Instant now = moment_of(session, given);
    HazardQuery query{.with_closed = given.flag("--all")};
    if (const auto grade = given.text("--grade")) {
        query.grade = read_whole(*grade, "--grade");
    }
    HazardsAnswer answer{.hazards = read_hazards(view.database(), query, now),
                         .stopped = stopped_sites(view.database(), now),
                         .now = now};
    const PlaceScope scope = scope_of(view, given, now);
    std::erase_if(answer.hazards, [&](const Hazard& hazard) { return !scope.has(hazard.site); });
    std::erase_if(answer.stopped, [&](const std::string& site) { return !scope.has(site); });
    if (given.flag("--overdue")) {
        std::erase_if(answer.hazards, [&](const Hazard& hazard) { return !hazard.overdue(now); });
    }
    return print_hazards(session, answer, view.care);
}

int open_hazard_command(const Session& session, const Given& given) {
    CareDesk desk = desk_of(session, given, "relief inspect hazard open");
    const NewHazard hazard{.site = site_of(desk.books.baseline, given.required("SITE")).id,
                           .check = given.text("--check").value_or(""),
                           .finding = {},
                           .grade = read_whole(given.required("--grade"), "--grade"),
                           .words = given.required("--note")};
    const std::int64_t id =
        change_care(desk, "hazard.open",
                    {{"site", hazard.site},
                     {"check", hazard.check},
                     {"grade", hazard.grade},
                     {"words", hazard.words}},
                    [&](Change& change) { return open_hazard(change, desk.care, hazard); });
    return print_hazard(session, desk, id);
}

int inspection_done_command(const Session& session, const Given& given) {
    CareDesk desk = desk_of(session, given, "relief inspect hazard done");
    const int id = read_whole(given.required("HAZARD"), "HAZARD");
    const std::string person = given.required("--by");
    const std::string note = given.text("--note").value_or("");
    change_care(desk, "hazard.done", {{"hazard", id}, {"by", person}, {"note", note}},
                [&](Change& change) {
                    finish_hazard(change, id, person, note);
                    return std::int64_t{id};
                });
    return print_hazard(session, desk, id);
}

int recheck_command(const Session& session, const Given& given) {
    CareDesk desk = desk_of(session, given, "relief inspect hazard recheck");
    const int id = read_whole(given.required("HAZARD"), "HAZARD");
    const std::string person = given.required("--by");
    const std::string note = given.text("--note").value_or("");
    const bool mended = is_ok(given);
    change_care(desk, "hazard.recheck",
                {{"hazard", id}, {"by", person}, {"mended", mended}, {"note", note}},
                [&](Change& change) {
                    recheck_hazard(change, id, person, mended, note);
                    return std::int64_t{id};
                });
    return print_hazard(session, desk, id);
}

int inspection_escalate_command(const Session& session, const Given& given) {
    CareDesk desk = desk_of(session, given, "relief inspect hazard escalate");
    const int id = read_whole(given.required("HAZARD"), "HAZARD");
    const std::string note = given.text("--note").value_or("");
    change_care(desk, "hazard.escalate", {{"hazard", id}, {"note", note}}, [&](Change& change) {
        escalate_hazard(change, id, note);
        return std::int64_t{id};
    });
    return print_hazard(session, desk, id);
}

// ---- letters and training ----

int print_letters(const Session& session, const std::vector<Letter>& letters, int year,
                  Instant now) {
    session.print(session.global.json ? letters_json(letters, year, now)
                                      : letters_text(letters, session.language()));
    return 0;
}

/// A letter is the matter of who signs below.
bool is_of(const PlaceScope& scope, const CareRules& care, const Letter& letter) {
    const Organisation* taker = care.organisation(letter.taker);
    return scope.has(taker == nullptr ? letter.taker : taker->division);
}

int list_letters(const Session& session, const Given& given) {
    const CareView view = view_of(session, "relief inspect letters");
    const Instant now = session.clock.now();
    const auto typed = given.text("--year");
    const int year = typed ? read_whole(*typed, "--year") : year_of(beijing_date(now));
    std::vector<Letter> letters = letters_of(view.database(), view.care, view.baseline, year);
    const PlaceScope scope = scope_of(view, given, now);
    std::erase_if(letters, [&](const Letter& letter) { return !is_of(scope, view.care, letter); });
    if (given.flag("--missing")) {
        std::erase_if(letters, [](const Letter& letter) { return !letter.missing(); });
    }
    return print_letters(session, letters, year, now);
}

int sign_letter_command(const Session& session, const Given& given) {
    CareDesk desk = desk_of(session, given, "relief inspect letter sign");
    const auto on = given.text("--on");
    LetterSignature signature{
        .giver = given.required("GIVER"),
        .taker = given.required("TAKER"),
        .signed_on = on ? read_date(*on, "--on") : beijing_date(desk.asked.occurred_at),
        .giver_person = given.required("--by"),
        .taker_person = given.required("--with")};
    const auto year = given.text("--year");
    signature.year = year ? read_whole(*year, "--year") : year_of(signature.signed_on);
    change_care(desk, "letter.sign",
                {{"year", signature.year},
                 {"giver", signature.giver},
                 {"taker", signature.taker},
                 {"on", format_date(signature.signed_on)},
                 {"by", signature.giver_person},
                 {"with", signature.taker_person}},
                [&](Change& change) {
                    sign_letter(change, desk.care, desk.books.baseline, signature);
                    return std::int64_t{signature.year};
                });
    std::vector<Letter> letters =
        letters_of(desk.books.database, desk.care, desk.books.baseline, signature.year);
    std::erase_if(letters, [&](const Letter& letter) {
        return letter.giver != signature.giver || letter.taker != signature.taker;
    });
    return print_letters(session, letters, signature.year, desk.asked.now);
}

int print_training(const Session& session, const std::vector<PostTraining>& posts,
                   const CareRules& care) {
    session.print(session.global.json ? training_json(posts)
                                      : training_text(posts, care, session.language()));
    return 0;
}

int list_training(const Session& session, const Given& given) {
    const CareView view = view_of(session, "relief inspect training list");
    const Instant now = moment_of(session, given);
    auto posts = post_trainings(view.database(), view.care, view.baseline, now);
    const PlaceScope scope = scope_of(view, given, now);
    const auto status = given.text("--status");
    std::erase_if(posts, [&](const PostTraining& row) {
        return !scope.has(row.site) || (status && row.status != *status);
    });
    return print_training(session, posts, view.care);
}

int add_training_command(const Session& session, const Given& given) {
    CareDesk desk = desk_of(session, given, "relief inspect training add");
    NewTraining training{.site = site_of(desk.books.baseline, given.required("SITE")).id,
                         .post = given.required("--post"),
                         .person = given.required("--person"),
                         .trained_on = read_date(given.required("--on"), "--on"),
                         .ends_on = {},
                         .certificate = given.text("--certificate").value_or("")};
    if (const auto until = given.text("--until")) {
        training.ends_on = read_date(*until, "--until");
    }
    change_care(desk, "training.add",
                {{"site", training.site},
                 {"post", training.post},
                 {"person", training.person},
                 {"on", given.required("--on")},
                 {"until", given.text("--until").value_or("")},
                 {"certificate", training.certificate}},
                [&](Change& change) {
                    add_training(change, desk.care, training);
                    return std::int64_t{0};
                });
    auto posts =
        post_trainings(desk.books.database, desk.care, desk.books.baseline, desk.asked.now);
    std::erase_if(posts, [&](const PostTraining& row) { return row.site != training.site; });
    return print_training(session, posts, desk.care);
}

std::vector<CommandSpec> hazard_commands() {
    return {
        {"inspect hazard list",
         "隐患：未销号的、逾期的、停用的库点",
         "hazards that are not closed",
         "relief inspect hazard list --db jilin.db --grade 1",
         {scope_option,
          {"--grade", "N", "只看这个等级", "this grade alone"},
          {"--overdue", "", "只看逾期的", "those that are late alone", OptionSpec::Form::flag},
          {"--all", "", "已销号的也列出", "with those that are closed", OptionSpec::Form::flag},
          asked_at_option},
         list_hazards},
        {"inspect hazard open",
         "登记检查之外发现的隐患",
         "a hazard found outside an inspection",
         "relief inspect hazard open JL-C-220200 --db jilin.db --actor 王芳 --grade 1 --note "
         "屋面积雪变形",
         {{"SITE", "SITE", "库点", "the site", positional, true},
          {"--grade", "N", "1 重大、2 较大、3 一般", "1, 2 or 3", value, true},
          {"--note", "TEXT", "什么隐患、在哪里", "what is wrong and where", value, true},
          {"--check", "ID", "检查表项目", "the point of the checklist"},
          at_option,
          key_option},
         open_hazard_command},
        {"inspect hazard done",
         "整改完成，待复查",
         "it is mended and waits for another's look",
         "relief inspect hazard done 1 --db jilin.db --actor 王芳 --by 张三",
         {{"HAZARD", "N", "隐患编号", "its number", positional, true},
          {"--by", "NAME", "整改人", "who mended it", value, true},
          {"--note", "TEXT", "怎样整改的", "how"},
          at_option,
          key_option},
         inspection_done_command},
        {"inspect hazard recheck",
         "复查：合格销号，不合格继续整改",
         "another person looks again: mended or not",
         "relief inspect hazard recheck 1 --db jilin.db --actor 李强 --by 李四 --result ok",
         {{"HAZARD", "N", "隐患编号", "its number", positional, true},
          {"--by", "NAME", "复查人（不能是整改人）", "who looked, not who mended it", value, true},
          {"--result", "ok|bad", "合格或不合格", "mended or not", value, true},
          {"--note", "TEXT", "说明", "in words"},
          at_option,
          key_option},
         recheck_command},
        {"inspect hazard escalate",
         "逾期隐患上报",
         "a late hazard goes to the desk above",
         "relief inspect hazard escalate 1 --db jilin.db --actor 王芳",
         {{"HAZARD", "N", "隐患编号", "its number", positional, true},
          {"--note", "TEXT", "说明", "in words"},
          at_option,
          key_option},
         inspection_escalate_command},
    };
}

std::vector<CommandSpec> letter_and_training_commands() {
    return {
        {"inspect letters",
         "责任书：逐级签订和缺签的",
         "responsibility letters, signed and missing",
         "relief inspect letters --db jilin.db --year 2018 --missing",
         {scope_option,
          {"--year", "YEAR", "哪一年（默认今年）", "which year (default this one)"},
          {"--missing", "", "只看缺签的", "the missing ones alone", OptionSpec::Form::flag}},
         list_letters},
        {"inspect letter sign",
         "签责任书",
         "a responsibility letter is signed",
         "relief inspect letter sign JL-CAD 220200-CAB --db jilin.db --actor 王芳 --by 赵厅长 "
         "--with 钱局长",
         {{"GIVER", "ORG", "上级单位", "the office above", positional, true},
          {"TAKER", "ORG|SITE", "下级单位或库点", "the office or depot below", positional, true},
          {"--by", "NAME", "上级签字人", "who signs above", value, true},
          {"--with", "NAME", "下级签字人", "who signs below", value, true},
          {"--on", "DATE", "签订日", "the day it was signed"},
          {"--year", "YEAR", "哪一年的（默认签订当年）", "of which year"},
          at_option,
          key_option},
         sign_letter_command},
        {"inspect training list",
         "三个安全岗位的培训：有效、将到期、过期、缺",
         "training of the three safety posts of each site",
         "relief inspect training list --db jilin.db --status expired",
         {scope_option,
          {"--status", "WORD", "valid、ending、expired、missing",
           "valid, ending, expired, missing"},
          asked_at_option},
         list_training},
        {"inspect training add",
         "登记培训",
         "somebody in a safety post was trained",
         "relief inspect training add JL-C-220200 --db jilin.db --actor 王芳 --post safety_head "
         "--person 孙库长 --on 2017-06-01",
         {{"SITE", "SITE", "库点", "the site", positional, true},
          {"--post", "POST", "safety_head、safety_manager、fire_control",
           "safety_head, safety_manager, fire_control", value, true},
          {"--person", "NAME", "姓名", "who", value, true},
          {"--on", "DATE", "培训日", "the day of the training", value, true},
          {"--until", "DATE", "有效期至（默认按规则）", "last day (default: by the rule)"},
          {"--certificate", "NUMBER", "证书编号", "number of the certificate"},
          at_option,
          key_option},
         add_training_command},
    };
}

}  // namespace

std::vector<CommandSpec> inspect_commands() {
    const OptionSpec inspection{"INSPECTION", "N", "检查编号", "its number", positional, true};
    std::vector<CommandSpec> commands{
        {"inspect plan",
         "一季检查的日历：每个库点的期限和进度",
         "the calendar of a season: every site, its last day and where it stands",
         "relief inspect plan --db jilin.db --season flood --year 2018",
         {{"--season", "flood|winter", "汛前或冬防", "before the floods or the winter", value,
           true},
          scope_option,
          {"--year", "YEAR", "哪一年（默认今年）", "which year (default this one)"},
          asked_at_option},
         plan_inspections},
        {"inspect open",
         "开始一次检查，单独或联合",
         "begin an inspection, alone or with others",
         "relief inspect open JL-C-220200 --db jilin.db --actor 王芳 --season flood --with "
         "fire=张三,housing",
         {{"SITE", "SITE", "库点", "the site", positional, true},
          {"--season", "flood|winter|routine", "汛前、冬防或日常", "which inspection it is", value,
           true},
          {"--with", "DEPT,...", "参加部门，可写明签字人 fire=张三",
           "departments that take part, with who signs", OptionSpec::Form::list},
          at_option,
          key_option},
         inspection_open_command},
        {"inspect find",
         "记一项检查结果；不合格即成隐患",
         "write a finding; a bad one is a hazard",
         "relief inspect find 1 --db jilin.db --actor 王芳 --check SC09 --result bad --note "
         "排水沟堵塞",
         {inspection,
          {"--check", "ID", "检查表项目", "point of the checklist", value, true},
          {"--result", "ok|bad", "合格或不合格", "good or bad", value, true},
          {"--department", "DEPT", "哪个部门查的（默认 relief）", "whose finding (default relief)"},
          {"--note", "TEXT", "说明；不合格必填", "in words; needed for a bad one"},
          {"--grade", "N", "隐患等级，与检查表不同时", "grade of the hazard where it is another"},
          at_option,
          key_option},
         inspection_find_command},
        {"inspect sign",
         "各部门签自己的检查结果",
         "a department signs its own findings",
         "relief inspect sign 1 --db jilin.db --actor 王芳 --department fire --by 张三",
         {inspection,
          {"--department", "DEPT", "部门", "the department", value, true},
          {"--by", "NAME", "签字人", "who signs", value, true},
          at_option,
          key_option},
         inspection_sign_command},
        {"inspect close",
         "各部门都签字后结束检查",
         "close it when all have signed",
         "relief inspect close 1 --db jilin.db --actor 王芳",
         {inspection, at_option, key_option},
         close_command},
        {"inspect list",
         "检查",
         "inspections",
         "relief inspect list --db jilin.db --open",
         {{"--site", "SITE", "只看这个库点", "this site alone"},
          {"--season", "WORD", "只看这一类", "this kind alone"},
          {"--open", "", "只看未结束的", "those not closed alone", OptionSpec::Form::flag}},
         list_inspections},
        {"inspect show",
         "一次检查的全部结果和签字",
         "one inspection in full",
         "relief inspect show 1 --db jilin.db",
         {inspection},
         show_inspection},
        {"inspect grade",
         "库点安全等级；写明库点则列出历史",
         "safety grades of the sites; of one site with its history",
         "relief inspect grade JL-C-220200 --db jilin.db",
         {{"SITE", "SITE", "库点", "the site", positional}, asked_at_option},
         grade_command},
    };
    for (std::vector<CommandSpec> more : {hazard_commands(), letter_and_training_commands()}) {
        commands.insert(commands.end(), std::make_move_iterator(more.begin()),
                        std::make_move_iterator(more.end()));
    }
    return commands;
}

}  // namespace relief
