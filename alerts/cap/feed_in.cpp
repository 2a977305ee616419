// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/feed_in.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace relief::cap {
namespace {

/// How often one name may stand below another by the standard is not asked; whether it may is.
constexpr std::array<std::string_view, 13> atom_feed_elements{
    "author", "category", "contributor", "generator", "icon",    "id",   "link",
    "logo",   "rights",   "subtitle",    "title",     "updated", "entry"};
constexpr std::array<std::string_view, 13> atom_entry_elements{
    "author", "category", "content", "contributor", "id",      "link",   "published",
    "rights", "source",   "summary", "title",       "updated", "control"};

/// Every alert below a node, not looking into alerts.
void collect_alerts(xml::Node node, std::vector<xml::Node>& alerts) {
    for (xml::Node child = node.first_child(); child; child = child.next()) {
        if (is_alert(child)) {
            alerts.push_back(child);
        } else {
            collect_alerts(child, alerts);
        }
    }
}

std::string text_of_child(xml::Node parent, std::string_view name) {
    const xml::Node child = parent.child(name);
    xml::Pieces pieces;
    return child ? std::string(xml::trimmed(child.text(pieces))) : std::string{};
}

struct Required {
    std::string_view element;
    std::string_view code;
};

void require(xml::Node parent, const std::string& place, std::span<const Required> rules,
             Findings& findings) {
    for (const Required& rule : rules) {
        if (!parent.child(rule.element)) {
            findings.add(rule.code, place, parent.line());
        }
    }
}

constexpr std::array<Required, 3> atom_required{{{"id", "ATOM_ID_REQUIRED"},
                                                 {"title", "ATOM_ENTRY_TITLE_REQUIRED"},
                                                 {"updated", "ATOM_UPDATED_REQUIRED"}}};

void check_names(xml::Node parent, std::span<const std::string_view> known,
                 const std::string& place, Findings& findings) {
    for (xml::Node child = parent.first_child(); child; child = child.next()) {
        const bool ours = child.space() == parent.space();
        if (ours && std::find(known.begin(), known.end(), child.name()) == known.end()) {
            findings.add("FEED_FOREIGN_ELEMENT", fmt::format("{}/{}", place, child.name()),
                         child.line());
        }
    }
}

void read_entry(xml::Node entry, std::size_t number, FeedParts& parts, Findings& findings) {
    const std::string place = fmt::format("feed/entry[{}]", number);
    require(entry, place, atom_required, findings);
    check_names(entry, atom_entry_elements, place, findings);
    const xml::Node content = entry.child("content");
    if (content) {
        collect_alerts(content, parts.alerts);
    }
    bool linked = false;
    for (xml::Node child = entry.first_child(); child; child = child.next()) {
        if (child.name() != "link") {
            continue;
        }
        linked = true;
        // Only what may be CAP: the address of the message, not of a page about it.
        const std::string type = child.attribute("type");
        if (type.empty() || type == "application/cap+xml" || type == "application/xml" ||
            type == "text/xml") {
            parts.links.push_back(
                {.title = text_of_child(entry, "title"), .address = child.attribute("href")});
        }
    }
    if (!content && !linked) {
        findings.add("ATOM_ENTRY_MISSING_CAP_LINK", place, entry.line());
    }
}

}  // namespace

bool is_alert(xml::Node node) {
    const std::string_view space = node.space();
    return node.name() == "alert" &&
           (space.find(":emergency:cap:") != std::string_view::npos ||
            space == "http://www.incident.com/cap/1.0" || space == cn12379::name_space);
}

FeedParts read_atom(xml::Node feed, Findings& findings) {
    FeedParts parts;
    require(feed, "feed", atom_required, findings);
    check_names(feed, atom_feed_elements, "feed", findings);
    std::size_t number = 0;
    for (xml::Node child = feed.first_child(); child; child = child.next()) {
        if (child.name() == "entry" && child.space() == feed.space()) {
            read_entry(child, ++number, parts, findings);
        } else if (is_alert(child)) {
            findings.add("FEED_FOREIGN_ALERT", "feed/alert", child.line());
        }
    }
    return parts;
}

FeedParts read_rss(xml::Node rss, Findings& findings) {
    FeedParts parts;
    const xml::Node channel = rss.child("channel");
    if (!channel || !channel.child("title") || !channel.child("link") ||
        !channel.child("description")) {
        findings.add("RSS_CHANNEL_INCOMPLETE", "rss/channel", channel ? channel.line() : 0);
    }
    std::size_t number = 0;
    for (xml::Node item = channel ? channel.first_child() : xml::Node{}; item; item = item.next()) {
        if (item.name() != "item") {
            continue;
        }
        const std::string place = fmt::format("rss/channel/item[{}]", ++number);
        const std::string link = text_of_child(item, "link");
        const std::string title = text_of_child(item, "title");
        if (link.empty()) {
            findings.add("RSS_ITEM_MISSING_CAP_LINK", place, item.line());
        } else {
            parts.links.push_back({.title = title, .address = link});
        }
        if (title.empty() && text_of_child(item, "description").empty()) {
            findings.add("RSS_ITEM_TITLE_OR_DESCRIPTION", place, item.line());
        }
        collect_alerts(item, parts.alerts);
    }
    return parts;
}

FeedParts read_edxl(xml::Node envelope) {
    FeedParts parts;
    collect_alerts(envelope, parts.alerts);
    return parts;
}

}  // namespace relief::cap
