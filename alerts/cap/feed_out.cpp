// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/feed_out.h"

#include "alerts/cap/text_out.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace relief::cap {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
    std::string text = escaped(value);
    for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at)) {
        text.replace(at, 1, "&quot;");
    }
    return fmt::format("{}=\"{}\"", name, text);
}

/// RFC 822's: "Sat, 18 Jul 2026 08:00:00 GMT".
std::string mail_date(Instant at) {
    using namespace std::chrono;
    constexpr std::array<std::string_view, 7> week{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{at - day};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", week.at(weekday{day}.c_encoding()),
                       static_cast<unsigned>(date.day()),
                       months.at(static_cast<unsigned>(date.month()) - 1),
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

/// The root element alone: what an XML declaration and blanks stand before.
std::string_view without_declaration(std::string_view message) {
    if (message.substr(0, 5) == "<?xml") {
        const std::size_t end = message.find("?>");
        message.remove_prefix(end == std::string_view::npos ? message.size() : end + 2);
    }
    const std::size_t from = message.find('<');
    return from == std::string_view::npos ? std::string_view{} : message.substr(from);
}

void write_entry(ElementWriter& out, const FeedEntry& entry) {
    out.open("entry");
    out.text("id", entry.id);
    out.text("title", entry.title);
    out.text("updated", text_of(entry.updated));
    if (!entry.author.empty()) {
        out.open("author");
        out.text("name", entry.author);
        out.close("author");
    }
    out.empty("link",
              attribute("type", "application/cap+xml") + " " + attribute("href", entry.address));
    out.text_if("summary", entry.summary);
    if (!entry.message.empty()) {
        out.open_with("content", attribute("type", "application/cap+xml"));
        out.raw(without_declaration(entry.message));
        out.raw(entry.message.back() == '\n' ? "" : "\n");
        out.close("content");
    }
    out.close("entry");
}

}  // namespace

FeedEntry entry_of(const Alert& alert, std::string address, std::string message) {
    FeedEntry entry{.title = alert.identifier,
                    .id = fmt::format("urn:x-cap:{}:{}", alert.sender, alert.identifier),
                    .address = std::move(address),
                    .updated = alert.sent,
                    .message = std::move(message)};
    const auto chinese_info =
        std::find_if(alert.infos.begin(), alert.infos.end(),
                     [](const Info& info) { return info.language.substr(0, 2) == "zh"; });
    if (!alert.infos.empty()) {
        const Info& info = chinese_info == alert.infos.end() ? alert.infos.front() : *chinese_info;
        entry.title = info.headline.empty() ? info.event : info.headline;
        entry.summary = info.description;
    }
    return entry;
}

std::string write_atom(const FeedHead& head, const std::vector<FeedEntry>& entries) {
    ElementWriter out;
    out.open_root("feed", "http://www.w3.org/2005/Atom");
    out.text("id", head.id);
    out.text("title", head.title);
    out.text("updated", text_of(head.updated));
    out.open("author");
    out.text("name", head.author);
    out.close("author");
    out.empty("link", attribute("rel", "self") + " " + attribute("href", head.address));
    for (const FeedEntry& entry : entries) {
        write_entry(out, entry);
    }
    out.close("feed");
    return out.finished();
}

std::string write_rss(const FeedHead& head, const std::vector<FeedEntry>& entries) {
    ElementWriter out;
    out.open_with("rss", attribute("version", "2.0"));
    out.open("channel");
    out.text("title", head.title);
    out.text("link", head.address);
    out.text("description", head.title);
    out.text("lastBuildDate", mail_date(head.updated.at));
    for (const FeedEntry& entry : entries) {
        out.open("item");
        out.text("title", entry.title);
        out.text("link", entry.address);
        out.text_if("description", entry.summary);
        out.open_with("guid", attribute("isPermaLink", "false"));
        out.raw(escaped(entry.id) + "\n");
        out.close("guid");
        out.text("pubDate", mail_date(entry.updated.at));
        out.close("item");
    }
    out.close("channel");
    out.close("rss");
    return out.finished();
}

}  // namespace relief::cap
