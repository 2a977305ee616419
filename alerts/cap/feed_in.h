// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/finding.h"
#include "alerts/cap/reader.h"
#include "alerts/cap/xml/document.h"

#include <vector>

/// What stands in a feed or an envelope: messages to be read one by one, and addresses.
namespace relief::cap {

struct FeedParts {
    std::vector<xml::Node> alerts;
    std::vector<Link> links;
};

/// RFC 4287. An alert counts in the content of an entry alone.
[[nodiscard]] FeedParts read_atom(xml::Node feed, Findings& findings);
/// RSS 2.0.
[[nodiscard]] FeedParts read_rss(xml::Node rss, Findings& findings);
/// EDXL-DE 1.0 and 2.0: the alerts of its content objects.
[[nodiscard]] FeedParts read_edxl(xml::Node envelope);

/// True for the root of a CAP message, whatever its version.
[[nodiscard]] bool is_alert(xml::Node node);

}  // namespace relief::cap
