// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/chain.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

namespace relief {
namespace {

bool changes(const cap::Alert& message) {
    return message.type == cap::MessageType::alert || message.type == cap::MessageType::update ||
           message.type == cap::MessageType::cancel;
}

/// Alerts before cancels of the same second; a total order, so that arrival makes no difference.
auto order_of(const cap::Alert& message) {
    return std::tuple(message.sent.at, message.type, message.identifier);
}

/// Which messages hang together, as a forest of parents.
class Groups {
  public:
    explicit Groups(std::size_t size) : parents_(size) {
        std::iota(parents_.begin(), parents_.end(), std::size_t{0});
    }
    std::size_t root(std::size_t at) {
        while (parents_[at] != at) {
            parents_[at] = parents_[parents_[at]];
            at = parents_[at];
        }
        return at;
    }
    void join(std::size_t a, std::size_t b) { parents_[root(a)] = root(b); }

  private:
    std::vector<std::size_t> parents_;
};

bool starts_with_code(std::string_view code, std::string_view above) {
    // 220000 is all of 22, 220200 all of 2202; 9 and 12 figures are themselves.
    if (above.size() == 6) {
        while (above.size() > 2 && above.ends_with("00")) {
            above.remove_suffix(2);
        }
    }
    return code.starts_with(above);
}

bool holds(const cap::Info& info, const cap::Alert& message, Instant instant) {
    const Instant begin = (info.onset ? *info.onset : info.effective.value_or(message.sent)).at;
    const Instant effective = info.effective.value_or(message.sent).at;
    const Instant end = info.expires ? info.expires->at : message.sent.at + without_expires;
    // A warning is told from `effective` on, before what it warns of begins.
    return std::min(begin, effective) <= instant && instant < end;
}

}  // namespace

std::vector<Chain> chains_of(std::vector<cap::Alert> messages) {
    std::erase_if(messages, [](const cap::Alert& message) { return !changes(message); });
    std::ranges::sort(messages, {}, [](const cap::Alert& message) {
        return std::tuple(message.status, message.sender, order_of(message));
    });
    const auto same = [](const cap::Alert& a, const cap::Alert& b) {
        return a.status == b.status && a.sender == b.sender && order_of(a) == order_of(b);
    };
    messages.erase(std::unique(messages.begin(), messages.end(), same), messages.end());

    using Name = std::tuple<cap::Status, std::string, std::string>;
    std::map<Name, std::vector<std::size_t>> by_name;
    Groups groups(messages.size());
    // Messages that refer to one nobody has seen yet hang together by it.
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const cap::Alert& message = messages[i];
        by_name[{message.status, message.sender, message.identifier}].push_back(i);
        for (const cap::Reference& reference : message.references) {
            const bool own = reference.sender.empty() || reference.sender == message.sender;
            if (own && message.type != cap::MessageType::alert) {
                by_name[{message.status, message.sender, reference.identifier}].push_back(i);
            }
        }
    }
    for (const auto& [name, members] : by_name) {
        for (const std::size_t member : members) {
            groups.join(member, members.front());
        }
    }
    std::map<std::size_t, Chain> chains;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        chains[groups.root(i)].messages.push_back(std::move(messages[i]));
    }
    std::vector<Chain> all;
    for (auto& [root, chain] : chains) {
        const cap::Alert& first = chain.messages.front();
        chain.key = {.status = first.status, .sender = first.sender, .first = first.identifier};
        all.push_back(std::move(chain));
    }
    std::ranges::sort(all, {}, &Chain::key);
    return all;
}

ChainState state_of(const Chain& chain, Instant instant) {
    ChainState state;
    for (const cap::Alert& message : chain.messages) {
        if (message.sent.at > instant) {
            break;
        }
        // A cancel ends the chain: what is sent after it warns anew under a name of its own.
        if (!state.lifted) {
            state.newest = &message;
            state.lifted = message.type == cap::MessageType::cancel;
        }
    }
    return state;
}

std::optional<ActiveWarning> active(const Chain& chain, Instant instant, const AreaTest& covers) {
    const ChainState state = state_of(chain, instant);
    if (state.newest == nullptr || state.lifted) {
        return std::nullopt;
    }
    ActiveWarning warning{.message = state.newest, .infos = {}};
    for (const cap::Info& info : state.newest->infos) {
        const bool here = !covers || std::ranges::any_of(info.areas, covers);
        if (here && holds(info, *state.newest, instant)) {
            warning.infos.push_back(&info);
        }
    }
    return warning.infos.empty() ? std::nullopt : std::optional(std::move(warning));
}

AreaTest covers_division(const std::string& code,
                         const std::function<bool(const cap::Area&)>& overlaps) {
    return [code, overlaps](const cap::Area& area) {
        const auto meets = [&](const cap::NamedValue& geocode) {
            return starts_with_code(code, geocode.value) || starts_with_code(geocode.value, code);
        };
        if (std::ranges::any_of(area.geocodes, meets)) {
            return true;
        }
        return (!area.polygons.empty() || !area.circles.empty()) && overlaps && overlaps(area);
    };
}

}  // namespace relief
