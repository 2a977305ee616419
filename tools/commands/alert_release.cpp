// SPDX-License-Identifier: Apache-2.0
// relief alert: from criteria to a joint warning, its channels and receipts.
#include "core/data_source.h"
#include "core/error.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/commands/words.h"
#include "tools/desk/alert_desk.h"
#include "tools/desk/alert_document.h"
#include "tools/desk/alert_outbox.h"
#include "tools/desk/output_file.h"

#include <utility>

namespace relief {
namespace {

int answer_case(const Session& session, const CaseAnswer& answer) {
    session.print(session.global.json ? case_json(answer) : case_text(answer, session.language()));
    return 0;
}

TypedWarning typed_warning(const Given& given) {
    return {.file = path_of(given, "--file"),
            .hazard = word(given, "--hazard"),
            .colour = word(given, "--colour"),
            .places = given.list("--place"),
            .circles = given.list("--circle"),
            .polygons = path_of(given, "--polygon"),
            .onset = optional_instant(given, "--onset"),
            .expires = optional_instant(given, "--expires"),
            .reason = word(given, "--reason"),
            .play = given.flag("--exercise") ? Play::exercise : Play::actual};
}

int draft_command(const Session& session, const Given& given) {
    const std::string command = "relief alert draft";
    const Asked asked = read_asked(session, given, command);
    return answer_case(session,
                       draft_warning(session.required_db(command), asked, typed_warning(given)));
}

int edit_command(const Session& session, const Given& given) {
    const std::string command = "relief alert edit";
    const Asked asked = read_asked(session, given, command);
    return answer_case(session, edit_warning(session.required_db(command), asked,
                                             given.required("WARNING"), typed_warning(given)));
}

int follow(const Session& session, const Given& given, const std::string& command, bool cancel) {
    const Asked asked = read_asked(session, given, command);
    return answer_case(
        session, follow_warning(session.required_db(command), asked, given.required("WARNING"),
                                typed_warning(given), cancel));
}

int update_command(const Session& session, const Given& given) {
    return follow(session, given, "relief alert update", false);
}
int cancel_command(const Session& session, const Given& given) {
    return follow(session, given, "relief alert cancel", true);
}

int act(const Session& session, const Given& given, Ask ask) {
    const std::string command = "relief alert " + std::string(to_word(ask.kind));
    ask.department = word(given, "--department");
    ask.hash = word(given, "--hash");
    const Asked asked = read_asked(session, given, command);
    return answer_case(session, act_on_warning(session.required_db(command), asked,
                                               given.required("WARNING"), std::move(ask)));
}

int release_consult_command(const Session& session, const Given& given) {
    return act(session, given, {.kind = StepKind::consult});
}
int remark_command(const Session& session, const Given& given) {
    return act(session, given, {.kind = StepKind::remark, .words = given.required("--text")});
}
int countersign_command(const Session& session, const Given& given) {
    return act(session, given, {.kind = StepKind::countersign});
}
int release_sign_command(const Session& session, const Given& given) {
    const std::string remark = word(given, "--remark");
    return act(session, given,
               {.kind = StepKind::sign,
                .decision = remark.empty() ? Decision::agree : Decision::remark,
                .words = remark});
}
int refuse_command(const Session& session, const Given& given) {
    return act(session, given,
               {.kind = StepKind::sign,
                .decision = Decision::refuse,
                .words = given.required("--reason")});
}
int go_on_command(const Session& session, const Given& given) {
    return act(session, given, {.kind = StepKind::go_on});
}
int approve_command(const Session& session, const Given& given) {
    return act(session, given, {.kind = StepKind::approve});
}
int reject_command(const Session& session, const Given& given) {
    return act(session, given, {.kind = StepKind::reject, .words = given.required("--reason")});
}
int withdraw_command(const Session& session, const Given& given) {
    return act(session, given, {.kind = StepKind::withdraw, .words = given.required("--reason")});
}

/// The key and the certificate a message is signed with: both, or neither.
std::optional<cap::SigningKey> read_signing_key(const Given& given) {
    const auto key = given.text("--signing-key");
    const auto certificate = given.text("--certificate");
    if (key.has_value() != certificate.has_value()) {
        throw UsageError("relief alert release", "--signing-key 与 --certificate 须同用",
                         "--signing-key and --certificate go together");
    }
    return key ? std::optional(cap::SigningKey(read_file(*key), read_file(*certificate), *key))
               : std::nullopt;
}

int release_command(const Session& session, const Given& given) {
    const std::string command = "relief alert release";
    const Asked asked = read_asked(session, given, command);
    const CaseAnswer answer =
        release_warning(session.required_db(command), asked, given.required("WARNING"),
                        path_of(given, "--channels"), read_signing_key(given));
    if (const auto file = path_of(given, "--out")) {
        write_output_file(*file, answer.xml);
    }
    return answer_case(session, answer);
}

int tick_command(const Session& session, const Given& given) {
    const std::string command = "relief alert tick";
    const Asked asked = read_asked(session, given, command);
    const auto cases = pass_warning_time(session.required_db(command), asked);
    session.print(session.global.json ? cases_json(cases) : cases_text(cases, session.language()));
    return 0;
}

int release_list_command(const Session& session, const Given& given) {
    const auto cases = list_warnings(session.data(), session.required_db("relief alert list"),
                                     moment_of(session, given));
    session.print(session.global.json ? cases_json(cases) : cases_text(cases, session.language()));
    return 0;
}

int release_show_command(const Session& session, const Given& given) {
    return answer_case(session,
                       show_warning(session.data(), session.required_db("relief alert show"),
                                    given.required("WARNING"), moment_of(session, given)));
}

int answer_roster(const Session& session, const RosterAnswer& answer) {
    session.print(session.global.json ? roster_json(answer)
                                      : roster_text(answer, session.language()));
    return 0;
}

int officer_command(const Session& session, const Given& given) {
    const std::string command = "relief alert officer";
    const Asked asked = read_asked(session, given, command);
    static_cast<void>(add_warning_officer(session.required_db(command), asked,
                                          given.required("PERSON"), given.required("--department"),
                                          given.required("--role"),
                                          optional_instant(given, "--until")));
    return answer_roster(session, read_warning_roster(session.data(), session.required_db(command),
                                                      asked.occurred_at));
}

int officers_command(const Session& session, const Given& given) {
    return answer_roster(
        session, read_warning_roster(session.data(), session.required_db("relief alert officers"),
                                     moment_of(session, given)));
}

int delegate_command(const Session& session, const Given& given) {
    const std::string command = "relief alert delegate";
    const Asked asked = read_asked(session, given, command);
    AlertDelegation delegation{
        .from_person = given.required("--from"),
        .department = given.required("--department"),
        .to_person = given.required("--to"),
        .from = optional_instant(given, "--begin").value_or(asked.occurred_at),
        .until = read_instant(given.required("--until"), "--until"),
        .hazards = given.list("--hazard")};
    for (const std::string& text : given.list("--colour")) {
        const auto colour = cap::colour_of(text);
        if (!colour) {
            throw bad_input({.code = "argument.value",
                             .message = "the value of the option cannot be read",
                             .field = "--colour",
                             .found = text,
                             .expected = "red, orange, yellow or blue"});
        }
        delegation.colours.push_back(*colour);
    }
    return answer_roster(session, delegate_signature(session.required_db(command), asked,
                                                     delegation, word(given, "--reason")));
}

int propose_command(const Session& session, const Given& given) {
    ProposeQuestion question{.scenario = std::nullopt,
                             .file = path_of(given, "--file"),
                             .observed = given.list("--observe"),
                             .at = moment_of(session, given),
                             .hours = whole_between(given, "--hours", 6, 1, 240),
                             .play = given.flag("--exercise") ? Play::exercise : Play::actual};
    if (const auto scenario = given.text("--scenario")) {
        question.scenario = scenario_folder(*scenario, session.data());
    }
    if (!question.scenario && !question.file && question.observed.empty()) {
        throw UsageError("relief alert propose", "须写明 --observe、--file 或 --scenario",
                         "one of --observe, --file or --scenario is needed");
    }
    const auto answers = propose_warnings(session.data(), session.db(), question);
    if (const auto file = path_of(given, "--out")) {
        for (const ProposalAnswer& answer : answers) {
            if (answer.draft) {
                write_output_file(*file, draft_document(*answer.draft));
                break;
            }
        }
    }
    session.print(session.global.json ? proposals_json(answers)
                                      : proposals_text(answers, session.language()));
    return 0;
}

int active_command(const Session& session, const Given& given) {
    const Instant at = moment_of(session, given);
    const auto rows = active_warnings(session.data(), session.required_db("relief alert active"),
                                      at, given.text("--place"));
    session.print(session.global.json ? active_json(rows, at)
                                      : active_text(rows, at, session.language()));
    return 0;
}

int feed_command(const Session& session, const Given& given) {
    const Instant at = moment_of(session, given);
    const auto rows = active_warnings(session.data(), session.required_db("relief alert feed"), at,
                                      given.text("--place"));
    const std::string feed = active_feed(rows, at, given.flag("--rss"));
    if (const auto file = path_of(given, "--out")) {
        write_output_file(*file, feed);
    }
    if (session.global.json) {
        session.print(active_json(rows, at));
    } else if (!given.flag("--out")) {
        session.print(feed);
    }
    return 0;
}

int audience_command(const Session& session, const Given& given) {
    const AudienceAnswer answer =
        audience_of_warning(session.data(), session.required_db("relief alert audience"),
                            given.required("WARNING"), path_of(given, "--channels"));
    session.print(session.global.json ? audience_json(answer)
                                      : audience_text(answer, session.language()));
    return 0;
}

int send_command(const Session& session, const Given& given) {
    const std::string command = "relief alert send";
    const Asked asked = read_asked(session, given, command);
    const SendCounts counts =
        send_outbox(session.required_db(command), asked, given.required("--channels"));
    session.print(session.global.json ? send_json(counts) : send_text(counts, session.language()));
    return 0;
}

int answer_receipts(const Session& session, const ReceiptsAnswer& answer) {
    session.print(session.global.json ? receipts_json(answer)
                                      : receipts_text(answer, session.language()));
    return 0;
}

int receipts_command(const Session& session, const Given& given) {
    return answer_receipts(
        session, read_receipts(session.data(), session.required_db("relief alert receipts"),
                               word(given, "WARNING"), session.clock.now()));
}

int ack_command(const Session& session, const Given& given) {
    const std::string command = "relief alert ack";
    const Asked asked = read_asked(session, given, command);
    return answer_receipts(session, acknowledge(session.required_db(command), asked,
                                                read_whole(given.required("DELIVERY"), "DELIVERY"),
                                                word(given, "--text")));
}

int release_escalate_command(const Session& session, const Given& given) {
    const std::string command = "relief alert escalate";
    const Asked asked = read_asked(session, given, command);
    static_cast<void>(escalate_calls(session.required_db(command), asked,
                                     given.required("--channels"),
                                     whole_between(given, "--minutes", 15, 1, 1440)));
    return answer_receipts(session, read_receipts(session.data(), session.required_db(command), "",
                                                  asked.occurred_at));
}

constexpr OptionSpec warning_word{"WARNING",
                                  "",
                                  "预警编号，如 W2017-0001",
                                  "number of the warning, such as W2017-0001",
                                  OptionSpec::Form::positional,
                                  true};
constexpr OptionSpec hash_option{"--hash", "HASH", "看到的稿件指纹；稿子改过就不让签",
                                 "fingerprint of the draft as read; refused where it was changed"};
constexpr OptionSpec exercise_option{"--exercise", "", "演练", "a drill", OptionSpec::Form::flag};
constexpr OptionSpec channels_option{"--channels", "FILE", "渠道表（JSON）",
                                     "the file of channels (JSON)"};
constexpr OptionSpec needed_channels{.name = "--channels",
                                     .type = "FILE",
                                     .zh = "渠道表（JSON）",
                                     .en = "the file of channels (JSON)",
                                     .required = true};
constexpr OptionSpec needed_reason{
    .name = "--reason", .type = "TEXT", .zh = "理由", .en = "the reason", .required = true};
constexpr OptionSpec department_option{"--department", "ID",
                                       "以哪个部门的名义（可签几个部门时写明）",
                                       "for which department, where several are theirs"};

std::vector<OptionSpec> words_options() {
    return {
        {"--file", "FILE", "草稿文件（relief.alert_draft/1）", "a draft (relief.alert_draft/1)"},
        {"--colour", "C", "red、orange、yellow、blue", "red, orange, yellow, blue"},
        {"--place", "PLACE", "地方（可多写）", "a division (repeatable)", OptionSpec::Form::list},
        {"--circle", "LON,LAT,KM", "圆（可多写）", "a circle (repeatable)", OptionSpec::Form::list},
        {"--polygon", "FILE", "GeoJSON 多边形", "polygons as GeoJSON"},
        {"--onset", "TIME", "起始时间（默认现在）", "when it begins (default: now)"},
        {"--expires", "TIME", "结束时间（默认六小时后）", "when it ends (default: six hours on)"},
        {"--reason", "TEXT", "依据", "what it rests on"},
        at_option,
        key_option};
}

template <class... More>
std::vector<OptionSpec> with(More... more) {
    std::vector<OptionSpec> options{more...};
    for (const OptionSpec& option : words_options()) {
        options.push_back(option);
    }
    return options;
}

std::vector<CommandSpec> signing_commands() {
    return {
        {"alert consult",
         "会商：黄色、蓝色预警会签前须先会商",
         "opens the consultation: yellow and blue are consulted before they are signed",
         "relief alert consult --db jilin.db --actor M1 W2017-0001",
         {warning_word, at_option, key_option},
         release_consult_command},
        {"alert remark",
         "会商意见",
         "a department's word in the consultation",
         "relief alert remark --db jilin.db --actor W1 W2017-0001 --department water --text "
         "水位上涨",
         {warning_word,
          {.name = "--department",
           .type = "ID",
           .zh = "部门",
           .en = "the department",
           .required = true},
          {.name = "--text", .type = "TEXT", .zh = "意见", .en = "the remark", .required = true},
          at_option,
          key_option},
         remark_command},
        {"alert countersign",
         "送会签：从此计时（红 15 分钟，橙 30，黄、蓝 60）",
         "asks for the signatures; the time runs (red 15 minutes, orange 30, yellow and blue 60)",
         "relief alert countersign --db jilin.db --actor M1 W2017-0001",
         {warning_word, at_option, key_option},
         countersign_command},
        {"alert sign",
         "会签同意；牵头部门由起草人以外的人签",
         "a department agrees; for the lead somebody else than the drafter",
         "relief alert sign --db jilin.db --actor W1 W2017-0001 --hash 3f2a…",
         {warning_word,
          department_option,
          hash_option,
          {"--remark", "TEXT", "同意，另有意见", "agreed, with a remark"},
          at_option,
          key_option},
         release_sign_command},
        {"alert refuse",
         "会签不同意，须写理由；不同意不等于未答复",
         "a department refuses and says why; a refusal is never silence",
         "relief alert refuse --db jilin.db --actor L1 W2017-0001 --reason 依据不足",
         {warning_word, department_option, hash_option, needed_reason, at_option, key_option},
         refuse_command},
        {"alert go-on",
         "逾期未答复：红、橙预警由牵头和应急部门先行发布，报文写明",
         "red and orange go on without one that did not answer in time; the message says so",
         "relief alert go-on --db jilin.db --actor M1 W2017-0001",
         {warning_word, at_option, key_option},
         go_on_command},
        {"alert approve",
         "审批同意（红：政府主要负责人；橙：分管负责人；黄、蓝：牵头部门主要负责人）",
         "approves (red: head of the government; orange: its deputy; yellow, blue: head of the "
         "lead)",
         "relief alert approve --db jilin.db --actor G1 W2017-0001",
         {warning_word, hash_option, at_option, key_option},
         approve_command},
        {"alert reject",
         "审批否决",
         "the approver says no",
         "relief alert reject --db jilin.db --actor G1 W2017-0001 --reason 改发橙色",
         {warning_word, hash_option, needed_reason, at_option, key_option},
         reject_command},
        {"alert withdraw",
         "牵头部门撤回",
         "the lead gives it up",
         "relief alert withdraw --db jilin.db --actor M1 W2017-0001 --reason 雨已停",
         {warning_word, needed_reason, at_option, key_option},
         withdraw_command},
        {"alert tick",
         "记下到时的事：逾期未答复、告知牵头、改问代签人、失效",
         "books what time has done: silence, the lead told, the next asked, lapse",
         "relief alert tick --db jilin.db --actor M1",
         {at_option, key_option},
         tick_command},
    };
}

std::vector<CommandSpec> sending_commands() {
    return {
        {"alert send",
         "发送到期的发件：每个渠道、每个县一条，重发用同一个键",
         "sends what is due in the outbox; a row that is sent again bears the same key",
         "relief alert send --db jilin.db --actor M1 --channels channels.json",
         {needed_channels, at_option, key_option},
         send_command},
        {"alert receipts",
         "发送与回执：共 = 已回执 + 失败 + 待回执",
         "deliveries and receipts: total = acknowledged + failed + pending",
         "relief alert receipts --db jilin.db W2017-0001",
         {{"WARNING", "", "预警编号", "number of the warning", OptionSpec::Form::positional}},
         receipts_command},
        {"alert ack",
         "叫应：对方已听到；或渠道后到的回执",
         "somebody has heard it; or a receipt that came later",
         "relief alert ack --db jilin.db --actor M1 12 --text 永吉县值班室张明",
         {{"DELIVERY", "", "发送编号", "number of the delivery", OptionSpec::Form::positional,
           true},
          {"--text", "TEXT", "谁、怎么说", "who, in what words"},
          at_option,
          key_option},
         ack_command},
        {"alert escalate",
         "叫应不到的红、橙预警转上一级",
         "calls of red and orange that nobody answered go to the next level up",
         "relief alert escalate --db jilin.db --actor M1 --channels channels.json",
         {needed_channels,
          {"--minutes", "N", "多久未应（默认 15 分钟）", "after how long (default 15 minutes)"},
          at_option,
          key_option},
         release_escalate_command},
    };
}

std::vector<CommandSpec> reading_commands() {
    return {
        {"alert list",
         "预警一览",
         "the warnings of the books",
         "relief alert list --db jilin.db",
         {asked_at_option},
         release_list_command},
        {"alert show",
         "一份预警：稿子、签名、经过",
         "one warning: draft, signatures, steps",
         "relief alert show --db jilin.db W2017-0001",
         {warning_word, asked_at_option},
         release_show_command},
        {"alert active",
         "此刻生效的预警",
         "the warnings in force",
         "relief alert active --db jilin.db --place 永吉县",
         {{"--place", "PLACE", "只看这个地方", "of this division alone"}, asked_at_option},
         active_command},
        {"alert feed",
         "生效预警的订阅源（Atom 或 RSS）",
         "what is in force as a feed (Atom or RSS)",
         "relief alert feed --db jilin.db --out warnings.atom",
         {{"--rss", "", "用 RSS", "RSS in place of Atom", OptionSpec::Form::flag},
          {"--out", "FILE", "写到文件", "into a file"},
          {"--place", "PLACE", "只看这个地方", "of this division alone"},
          asked_at_option},
         feed_command},
        {"alert audience",
         "覆盖多少人、哪些县乡、哪些库点要叫应；各渠道到达谁，养老机构、学校、村依次叫应谁",
         "how many people, which counties, townships and depots; who is reached by which channel, "
         "and which care homes, schools and villages are called",
         "relief alert audience --db jilin.db W2017-0001 --channels channels.json",
         {warning_word, channels_option},
         audience_command},
        {"alert officers",
         "各部门签发人员和代签",
         "who signs for which department, and delegations",
         "relief alert officers --db jilin.db",
         {asked_at_option},
         officers_command},
    };
}

}  // namespace

std::vector<CommandSpec> alert_release_commands() {
    std::vector<CommandSpec> all{
        {"alert propose",
         "按标准提出预警颜色，写出算式和两种文字",
         "what the criteria ask for, with the arithmetic and the words in both languages",
         "relief alert propose --observe \"永吉县 rain_accum 126 mm 3\" --at 2017-07-13T20:00\n"
         "  relief alert propose --scenario 2017-07-yongji-flood --out draft.json",
         {{"--observe", "TEXT", "地方 指标 数值 单位 [小时] [依据]（可多写）",
           "PLACE METRIC VALUE UNIT [HOURS] [BASIS] (repeatable)", OptionSpec::Form::list},
          {"--file", "FILE", "csv：place,metric,value,unit,window_h,basis",
           "csv: place,metric,value,unit,window_h,basis"},
          {"--scenario", "D", "用该情景 event.json 的雨量和震级",
           "the rain and magnitude of this scenario's event.json"},
          {"--hours", "N", "预警多久（默认 6 小时）", "how long it holds (default 6 hours)"},
          {"--out", "FILE", "把最重一条写成草稿文件", "writes the first as a draft"},
          exercise_option,
          asked_at_option},
         propose_command},
        {"alert draft", "起草预警；没写的文字由事实生成",
         "drafts a warning; words are written from the facts",
         "relief alert draft --db jilin.db --actor M1 --hazard rainstorm --colour red --place "
         "永吉县",
         with(OptionSpec{"--hazard", "H", "灾种，如 rainstorm", "hazard, such as rainstorm"},
              exercise_option),
         draft_command},
        {"alert edit", "改稿：已有的签名全部作废", "changes a draft; signatures given are void",
         "relief alert edit --db jilin.db --actor M1 W2017-0001 --colour orange",
         with(warning_word), edit_command},
        {"alert update", "变更已发布的预警：升级须重新审批，降级由牵头和一个会签部门",
         "changes a released one: raised it is approved anew, lowered lead and one co-signer do",
         "relief alert update --db jilin.db --actor M1 W2017-0001 --colour orange",
         with(warning_word), update_command},
        {"alert cancel", "解除已发布的预警；解除红色须原审批人",
         "lifts a released one; red needs the approver of red",
         "relief alert cancel --db jilin.db --actor M1 W2017-0002 --reason 降雨结束",
         with(warning_word), cancel_command},
        {"alert release",
         "发布：报文、被取代的预警、发件箱同一笔入账",
         "releases: message, what it replaces and the outbox in one transaction",
         "relief alert release --db jilin.db --actor M1 W2017-0001 --channels channels.json",
         {warning_word,
          channels_option,
          {"--out", "FILE", "另存 CAP 报文", "also writes the CAP message"},
          {"--signing-key", "PEM", "签名私钥；与 --certificate 同用",
           "private key the message is signed with; with --certificate"},
          {"--certificate", "PEM", "该私钥的证书", "the key's certificate"},
          at_option,
          key_option},
         release_command},
        {"alert officer",
         "登记谁在哪个部门签发预警",
         "says who acts for which department",
         "relief alert officer --db jilin.db --actor 王芳 W1 --department water --role duty_head",
         {{"PERSON", "", "人员编号或姓名", "code or name of the person",
           OptionSpec::Form::positional, true},
          {.name = "--department",
           .type = "ID",
           .zh = "部门",
           .en = "the department",
           .required = true},
          {.name = "--role",
           .type = "ROLE",
           .zh = "forecaster、duty_head、department_head、government_deputy、government_head",
           .en = "forecaster, duty_head, department_head, government_deputy, government_head",
           .required = true},
          {"--until", "TIME", "任到何时", "until when"},
          at_option,
          key_option},
         officer_command},
        {"alert delegate",
         "委托代签：有起止、可限颜色和灾种",
         "lets somebody sign for an officer, between two times, of some colours and hazards",
         "relief alert delegate --db jilin.db --actor L1 --from L1 --to L2 --department land "
         "--until "
         "2017-07-20T08:00 --colour red --hazard rainstorm",
         {{.name = "--from",
           .type = "PERSON",
           .zh = "委托人",
           .en = "who gives it",
           .required = true},
          {.name = "--to",
           .type = "PERSON",
           .zh = "受托人",
           .en = "who takes it",
           .required = true},
          {.name = "--department",
           .type = "ID",
           .zh = "部门",
           .en = "the department",
           .required = true},
          {"--begin", "TIME", "从何时（默认现在）", "from when (default: now)"},
          {.name = "--until", .type = "TIME", .zh = "到何时", .en = "until when", .required = true},
          {"--colour", "C", "限这些颜色（可多写）", "of these colours alone (repeatable)",
           OptionSpec::Form::list},
          {"--hazard", "H", "限这些灾种（可多写）", "of these hazards alone (repeatable)",
           OptionSpec::Form::list},
          {"--reason", "TEXT", "理由", "the reason"},
          at_option,
          key_option},
         delegate_command},
    };
    for (auto* const family : {signing_commands, sending_commands, reading_commands}) {
        for (CommandSpec& command : family()) {
            all.push_back(std::move(command));
        }
    }
    return all;
}

}  // namespace relief
