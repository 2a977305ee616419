// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/channel/transport.h"

// libcurl brings thirty shared libraries with it, and one command sends. So what includes its
// header stands in alerts/channel/web and is a part of its own, relief-web.so, which the room loads
// when it first sends (alerts/channel/web_on_demand.cpp).
namespace relief {

/// The door of relief-web.so: each member is the function of its name there.
struct WebLibrary {
    Reply (*http_post)(const std::string&, const std::vector<std::string>&, const std::string&);
    Reply (*smtp_send)(const std::string&, const std::string&, const std::string&,
                       const std::string&);
};

}  // namespace relief
