// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/find.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

Instant after(const FindRun& run, int minutes) {
    return run.request.at + std::chrono::minutes{minutes};
}

/// What is left at a site when the answer has been followed.
Units left_at(const FindRun& run, const FindRow& row) {
    Units left = row.available;
    for (const auto* takes : {&run.answer.now, &run.answer.later}) {
        for (const FindTake& take : *takes) {
            left -= take.site == row.site ? take.amount : 0;
        }
    }
    return left;
}

const FindRow& row_of(const FindRun& run, const std::string& site) {
    return *std::find_if(run.answer.rows.begin(), run.answer.rows.end(),
                         [&](const FindRow& row) { return row.site == site; });
}

/// The last arrival of all, nothing where nobody sends.
std::optional<int> last_arrival(const std::vector<FindTake>& takes) {
    std::optional<int> last;
    for (const FindTake& take : takes) {
        last = std::max(last.value_or(0), take.arrive.likely);
    }
    return last;
}

/// Lorries by class, in the order they first leave, each lorry trip counted.
std::vector<std::pair<std::string, int>> lorries_of(const FindTake& take) {
    std::vector<std::pair<std::string, int>> lorries;
    for (const FindLoad& load : take.loads) {
        const auto known = std::find_if(lorries.begin(), lorries.end(), [&](const auto& pair) {
            return pair.first == load.vehicle_class;
        });
        if (known == lorries.end()) {
            lorries.emplace_back(load.vehicle_class, 1);
        } else {
            ++known->second;
        }
    }
    return lorries;
}

// ---- JSON ----

ordered_json arrival_json(const FindRun& run, const Spread& arrive) {
    return {{"low", format_instant(after(run, arrive.low))},
            {"likely", format_instant(after(run, arrive.likely))},
            {"high", format_instant(after(run, arrive.high))}};
}

ordered_json signers_json(const std::vector<Signer>& signers) {
    ordered_json list = ordered_json::array();
    for (const Signer& signer : signers) {
        ordered_json holders = ordered_json::array();
        for (const Holding& holding : signer.holders) {
            holders.push_back({{"person", holding.person.name}, {"phone", holding.person.phone}});
        }
        list.push_back({{"post", signer.post},
                        {"unit", signer.unit},
                        {"phone", signer.phone},
                        {"papers_h", signer.papers_h},
                        {"holders", std::move(holders)},
                        {"rule", signer.rule},
                        {"source", signer.source.text},
                        {"flag", flag_name(signer.source.flag)}});
    }
    return list;
}

ordered_json take_json(const FindRun& run, const FindTake& take) {
    const FindSiteFacts& facts = run.sites.at(take.site);
    ordered_json json{{"site", take.site},
                      {"name", facts.depot->name},
                      {"tier", facts.tier},
                      {"quantity", take.amount},
                      {"lots", ordered_json::array()},
                      {"trucks", ordered_json::array()},
                      {"depart", format_instant(after(run, take.loads.front().depart))},
                      {"arrive", arrival_json(run, take.arrive)},
                      {"may_be_late", take.arrive.high > run.request.within_minutes},
                      {"left", left_at(run, row_of(run, take.site))},
                      {"signs", signers_json(facts.signers)},
                      {"phone", {{"org", facts.phone_org}, {"role", "duty_officer"}}}};
    for (const LotShare& lot : take.lots) {
        json["lots"].push_back({{"lot", lot.lot},
                                {"owner", lot.owner},
                                {"expires_on", format_date(lot.expires_on)},
                                {"quantity", lot.amount}});
    }
    for (const auto& [vehicle_class, count] : lorries_of(take)) {
        json["trucks"].push_back({{"vehicle_class", vehicle_class}, {"trips", count}});
    }
    return json;
}

ordered_json takes_json(const FindRun& run, const std::vector<FindTake>& takes) {
    ordered_json list = ordered_json::array();
    for (const FindTake& take : takes) {
        list.push_back(take_json(run, take));
    }
    return list;
}

ordered_json rows_json(const FindRun& run) {
    ordered_json list = ordered_json::array();
    for (const FindRow& row : run.answer.rows) {
        const FindSiteFacts& facts = run.sites.at(row.site);
        ordered_json json{
            {"site", row.site},       {"name", facts.depot->name}, {"tier", facts.tier},
            {"on_hand", row.on_hand}, {"held", row.held},          {"available", row.available},
            {"keep", row.keep},       {"in_time", row.in_time},    {"left", left_at(run, row)}};
        json["first_arrival"] =
            row.first_arrival ? arrival_json(run, *row.first_arrival) : ordered_json(nullptr);
        json["why_not"] = row.why_not.empty() ? ordered_json(nullptr) : ordered_json(row.why_not);
        list.push_back(std::move(json));
    }
    return list;
}

// ---- text ----

std::string thousands(Units value) {
    std::string digits = fmt::format("{}", value);
    for (std::size_t at = digits.size(); at > 3 && digits[at - 4] != '-';) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

/// "13:05", with the day where it is another one.
std::string clock_text(const FindRun& run, int minutes) {
    const Instant at = after(run, minutes);
    const std::string text = format_short(at);
    return beijing_date(at) == beijing_date(run.request.at) ? text.substr(text.size() - 5) : text;
}

std::string hours_text(int minutes) {
    return minutes % 60 == 0 ? fmt::format("{}", minutes / 60)
                             : fmt::format("{:.1f}", minutes / 60.0);
}

std::string_view why_words(std::string_view why, bool zh) {
    static const std::map<std::string_view, std::pair<std::string_view, std::string_view>> words{
        {"hazard", {"有重大隐患未销，停用", "a grade-1 hazard is open: not used"}},
        {"other_owner", {"别县别市的，要另行协调", "another unit's; to be agreed first"}},
        {"contract", {"代储协议不在有效期", "its contract does not hold"}},
        {"none", {"没有", "none"}},
        {"all_held", {"已全部留给别的单据", "all held for documents"}},
        {"expired", {"过期或停用的批次", "its lots have expired or are stopped"}},
        {"floor", {"只够留底", "no more than is kept back"}},
        {"no_way", {"无车或无路", "no lorry or no way"}},
        {"too_late", {"赶不到", "too late"}}};
    const auto found = words.find(why);
    return found == words.end() ? "" : zh ? found->second.first : found->second.second;
}

std::string signer_words(const FindSiteFacts& facts, bool zh) {
    std::string text;
    for (const Signer& signer : facts.signers) {
        const Post& post = post_of(signer.post);
        text += text.empty() ? "" : zh ? "或" : " or ";
        text += zh ? post.zh : post.en;
        for (const Holding& holding : signer.holders) {
            text += zh ? "（" + holding.person.name + "）" : " (" + holding.person.name + ")";
        }
        if (&signer == &facts.signers.back() && signer.phone) {
            text += zh ? fmt::format("，可先电话，{} 小时内补手续", signer.papers_h)
                       : fmt::format(", by telephone, papers within {} h", signer.papers_h);
        }
    }
    return text.empty() ? zh ? "（签批表没有写明）" : "(the table names nobody)" : text;
}

std::string lorry_words(const Desk& desk, const FindTake& take, bool zh) {
    std::string text;
    for (const auto& [vehicle_class, count] : lorries_of(take)) {
        text += text.empty() ? "" : zh ? "、" : ", ";
        text += zh ? fmt::format("{} {} 车", desk.rules.vehicle(vehicle_class)->name_zh, count)
                   : fmt::format("{} x {}", count, vehicle_class);
    }
    return text;
}

std::string lot_words(const FindTake& take, bool zh) {
    std::string text;
    for (const LotShare& lot : take.lots) {
        text += text.empty() ? "" : zh ? "；" : "; ";
        text += zh ? fmt::format("{} {}（{} 到期）", lot.lot, thousands(lot.amount),
                                 format_date(lot.expires_on))
                   : fmt::format("{} {} (until {})", lot.lot, thousands(lot.amount),
                                 format_date(lot.expires_on));
    }
    return text;
}

std::string take_words(const Desk& desk, const FindRun& run, const FindTake& take, bool zh) {
    const FindSiteFacts& facts = run.sites.at(take.site);
    const SupplyTier* tier = desk.rules.tier(facts.tier);
    const bool late = take.arrive.high > run.request.within_minutes &&
                      take.arrive.likely <= run.request.within_minutes;
    if (zh) {
        return fmt::format(
            "  {}（{}）出 {} {}，{}，约 {} 到齐（顺利 {}，不顺 {}{}）。\n"
            "    签：{}。库里找 {} 值班员。出后库里还有 {}。\n"
            "    批次：{}。\n",
            facts.depot->name, tier == nullptr ? take.site : tier->name_zh, thousands(take.amount),
            run.item->unit, lorry_words(desk, take, zh), clock_text(run, take.arrive.likely),
            clock_text(run, take.arrive.low), clock_text(run, take.arrive.high),
            late ? "，会超时" : "", signer_words(facts, zh), facts.phone_org,
            thousands(left_at(run, row_of(run, take.site))), lot_words(take, zh));
    }
    return fmt::format(
        "  {} ({}) sends {} {}: {}, there at about {} (well {}, badly {}{})\n"
        "    signed by {}; call the duty officer of {}; {} left\n"
        "    lots: {}\n",
        facts.depot->id, tier == nullptr ? "" : tier->name_en, thousands(take.amount),
        run.item->unit, lorry_words(desk, take, zh), clock_text(run, take.arrive.likely),
        clock_text(run, take.arrive.low), clock_text(run, take.arrive.high),
        late ? ", then late" : "", signer_words(facts, zh), facts.phone_org,
        thousands(left_at(run, row_of(run, take.site))), lot_words(take, zh));
}

std::string headline(const Desk& desk, const FindRun& run, bool zh) {
    const std::string place = place_name(desk.places, run.place);
    return zh ? fmt::format("{} {} {}，送{}（{}），{} 起 {} 小时内（{} 前）到：\n",
                            run.item->name_zh, thousands(run.request.amount), run.item->unit, place,
                            run.place, format_short(run.request.at),
                            hours_text(run.request.within_minutes),
                            clock_text(run, run.request.within_minutes))
              : fmt::format("{} {} {} at {} ({}) within {} h of {} (by {}):\n",
                            thousands(run.request.amount), run.item->unit, run.item->id, place,
                            run.place, hours_text(run.request.within_minutes),
                            format_short(run.request.at),
                            clock_text(run, run.request.within_minutes));
}

std::string verdict(const FindRun& run, bool zh) {
    const FindAnswer& answer = run.answer;
    const std::string& unit = run.item->unit;
    std::string text;
    if (answer.in_time == run.request.amount) {
        const std::string last = clock_text(run, last_arrival(answer.now).value_or(0));
        return zh ? fmt::format("够。{} 处出齐，最后一车约 {} 到。\n", answer.now.size(), last)
                  : fmt::format("Yes: from {} sites, the last lorry at about {}.\n",
                                answer.now.size(), last);
    }
    text = zh ? answer.in_time == 0
                    ? "按时一" + unit + "也到不了"
                    : fmt::format("按时只能到 {} {}", thousands(answer.in_time), unit)
              : fmt::format("{} {} in time", thousands(answer.in_time), unit);
    if (answer.late > 0) {
        const std::string last = clock_text(run, last_arrival(answer.later).value_or(0));
        text += zh ? fmt::format("，其余 {} {}约 {} 到齐", thousands(answer.late), unit, last)
                   : fmt::format(", {} more by about {}", thousands(answer.late), last);
    }
    if (answer.missing > 0) {
        text +=
            zh ? fmt::format("，还差 {} {}，能调的库里都没有", thousands(answer.missing), unit)
               : fmt::format(", {} are in no depot that may be asked", thousands(answer.missing));
    }
    return text + (zh ? "。\n" : ".\n");
}

std::string site_table(const FindRun& run, bool zh) {
    TextTable table(zh ? std::vector<std::string>{"库", "在库", "已留", "可用", "留底", "按时可到",
                                                  "头车", "说明"}
                       : std::vector<std::string>{"site", "on hand", "held", "available", "kept",
                                                  "in time", "first", "why not"},
                    {false, true, true, true, true, true, true});
    int others = 0;
    for (const FindRow& row : run.answer.rows) {
        if (row.why_not == "other_owner") {
            ++others;
            continue;
        }
        table.add({zh ? run.sites.at(row.site).depot->name : row.site, thousands(row.on_hand),
                   thousands(row.held), thousands(row.available), thousands(row.keep),
                   thousands(row.in_time),
                   row.first_arrival ? clock_text(run, row.first_arrival->likely) : "-",
                   std::string(why_words(row.why_not, zh))});
    }
    std::string text = table.empty() ? "" : "\n" + table.text();
    if (others > 0) {
        text += zh ? fmt::format("另有 {} 处是别县别市的，不经协调不能调，未计入。\n", others)
                   : fmt::format(
                         "{} more sites belong to other counties or cities and are not "
                         "counted.\n",
                         others);
    }
    return text;
}

std::string substitute_words(const Desk& desk, const FindRun& run, bool zh) {
    std::string text;
    for (const FindSubstitute& one : run.substitutes) {
        const Item& item = *desk.rules.item(one.rule->item);
        if (one.ready == 0) {
            continue;
        }
        text += zh ? fmt::format("可代用（未计入）：{}按时可到 {} {}，每{}顶 {} {}。\n",
                                 item.name_zh, thousands(one.in_time), item.unit, item.unit,
                                 one.rule->rate, run.item->unit)
                   : fmt::format("may stand for it (not counted): {} {} in time, {} for one\n",
                                 thousands(one.in_time), item.id, one.rule->rate);
    }
    return text;
}

}  // namespace

std::string find_json(const Desk& desk, const FindRun& run) {
    const FindAnswer& answer = run.answer;
    ordered_json substitutes = ordered_json::array();
    for (const FindSubstitute& one : run.substitutes) {
        substitutes.push_back({{"item", one.rule->item},
                               {"rate", one.rule->rate},
                               {"in_time", one.in_time},
                               {"ready", one.ready},
                               {"rule", one.rule->id}});
    }
    const auto last = last_arrival(answer.later);
    return document_text(
        {{"schema", "relief.find/1"},
         {"item", run.item->id},
         {"unit", run.item->unit},
         {"quantity", run.request.amount},
         {"to", run.place},
         {"to_name", place_name(desk.places, run.place)},
         {"at", format_instant(run.request.at)},
         {"by", format_instant(after(run, run.request.within_minutes))},
         {"cut", run.request.cut},
         {"response", run.request.response},
         {"in_time", answer.in_time},
         {"late", answer.late},
         {"missing", answer.missing},
         {"rest_by", last && answer.missing == 0 ? ordered_json(format_instant(after(run, *last)))
                                                 : ordered_json(nullptr)},
         {"late_factor", number_json(std::round(run.late_factor * 1000) / 1000)},
         {"now", takes_json(run, answer.now)},
         {"later", takes_json(run, answer.later)},
         {"sites", rows_json(run)},
         {"substitutes", std::move(substitutes)}});
}

std::string find_text(const Desk& desk, const FindRun& run, std::string_view language) {
    const bool zh = language == "zh";
    std::string text = headline(desk, run, zh) + verdict(run, zh);
    for (const FindTake& take : run.answer.now) {
        text += take_words(desk, run, take, zh);
    }
    if (!run.answer.later.empty()) {
        text += zh ? "之后还能到：\n" : "After that:\n";
    }
    for (const FindTake& take : run.answer.later) {
        text += take_words(desk, run, take, zh);
    }
    text += site_table(run, zh) + substitute_words(desk, run, zh);
    text += zh ? fmt::format(
                     "到达从此刻算起，含签批、开库、集结、装车；“不顺”按 2018-08-25 "
                     "辽源至白山实例放大 {:.2f} 倍。\n",
                     run.late_factor)
               : fmt::format(
                     "Arrival counts from now: signature, gate, muster, loading; \"badly\" "
                     "is {:.2f} times that, as from Liaoyuan to Baishan on 2018-08-25.\n",
                     run.late_factor);
    return text;
}

}  // namespace relief
