// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_explain.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

namespace relief {
namespace {

class Explainer {
  public:
    Explainer(const RoadsNow& now, const StreetRules& rules, const StreetPosition& from,
              const StreetPosition& to)
        : now_(now), rules_(rules), from_(from), to_(to) {}

    DetourBecause run(Distance way_ms) {
        DetourBecause because;
        // First without closures and bans: signs stay. What is left of a detour then is signs'.
        StreetPath open = way_in(lifted_all(false));
        if (!open.found() || open.ms >= way_ms) {
            open = way_in(lifted_all(true));
        }
        because.open_way = open;
        if (!open.found() || open.ms >= way_ms) {
            return because;
        }
        because.causes = causes_on(open);
        for (DetourCause& cause : because.causes) {
            const Distance ms = way_in(lifting({&cause, 1})).ms;
            cause.opens_a_way = way_ms == unreachable && ms != unreachable;
            if (way_ms != unreachable) {
                cause.saves_ms = way_ms - std::min(way_ms, ms);
            }
        }
        if (way_ms != unreachable) {
            because.together_ms = way_ms - std::min(way_ms, way_in(lifting(because.causes)).ms);
        }
        std::stable_sort(because.causes.begin(), because.causes.end(),
                         [](const DetourCause& a, const DetourCause& b) {
                             return std::pair(a.opens_a_way, a.saves_ms.value_or(0)) >
                                    std::pair(b.opens_a_way, b.saves_ms.value_or(0));
                         });
        return because;
    }

  private:
    /// The situation without any closure; without signs too.
    [[nodiscard]] StreetSituation lifted_all(bool signs) const {
        StreetSituation situation = now_.judge().situation();
        situation.lifted_closures.resize(situation.closures.size());
        std::iota(situation.lifted_closures.begin(), situation.lifted_closures.end(), 0U);
        const auto lift = [&](PieceIndex piece) { situation.lifted_pieces.push_back(piece); };
        if (signs) {
            for (PieceIndex piece = 0; piece < now_.network().pieces.size(); ++piece) {
                lift(piece);
            }
        } else {
            // Bans by the hour go with the closures.
            for (const StreetCondition& condition : now_.network().conditions) {
                for (const StreetPiece& piece : now_.network().pieces_of(condition.way)) {
                    lift(static_cast<PieceIndex>(&piece - now_.network().pieces.data()));
                }
            }
            std::sort(situation.lifted_pieces.begin(), situation.lifted_pieces.end());
        }
        return situation;
    }

    [[nodiscard]] StreetSituation lifting(std::span<const DetourCause> causes) const {
        StreetSituation situation = now_.judge().situation();
        for (const DetourCause& cause : causes) {
            if (cause.closure != no_index) {
                situation.lifted_closures.push_back(cause.closure);
            } else {
                situation.lifted_pieces.insert(situation.lifted_pieces.end(), cause.pieces.begin(),
                                               cause.pieces.end());
            }
        }
        std::sort(situation.lifted_pieces.begin(), situation.lifted_pieces.end());
        return situation;
    }

    [[nodiscard]] StreetPath way_in(const StreetSituation& situation) const {
        const ArcJudge judge(now_.network(), rules_, now_.judge().vehicle(), situation);
        return timed_ways(now_.roads(), judge, calm_weights(now_.network(), judge), from_,
                          std::span(&to_, 1), now_.depart(), now_.horizon())
            .front()
            .path;
    }

    /// What shuts the arcs of the open way when it would be driven, one entry a closure and one a
    /// road with signs.
    [[nodiscard]] std::vector<DetourCause> causes_on(const StreetPath& open) const {
        std::map<std::tuple<std::uint32_t, WayIndex, ArcCause>, DetourCause> causes;
        Distance ms = 0;
        for (const RoadStretch& stretch : open.stretches) {
            const Instant enters =
                now_.depart() + std::chrono::seconds(static_cast<std::int64_t>(ms / 1000));
            ms += stretch.ms;
            const Instant leaves =
                now_.depart() + std::chrono::seconds(static_cast<std::int64_t>(ms / 1000 + 1));
            const PieceIndex piece = now_.network().arcs[stretch.arc].piece();
            const auto add = [&](ArcCause cause, std::uint32_t closure, WayIndex way) {
                DetourCause& entry = causes[{closure, way, cause}];
                entry.cause = cause;
                entry.closure = closure;
                entry.way = way;
                if (entry.pieces.empty() || entry.pieces.back() != piece) {
                    entry.pieces.push_back(piece);
                }
            };
            for (const ShutWindow& window : now_.judge().windows(stretch.arc, enters, leaves)) {
                if (window.from < leaves && window.until > enters) {
                    const bool is_ban = window.closure == no_index;
                    add(window.cause, window.closure,
                        is_ban ? now_.network().pieces[piece].way : no_index);
                }
            }
            const ArcVerdict verdict = now_.judge().verdict(stretch.arc);
            if (verdict.use != ArcUse::open) {
                add(verdict.cause, no_index, now_.network().pieces[piece].way);
            }
        }
        std::vector<DetourCause> list;
        for (auto& [key, cause] : causes) {
            list.push_back(std::move(cause));
        }
        return list;
    }

    const RoadsNow& now_;
    const StreetRules& rules_;
    const StreetPosition& from_;
    const StreetPosition& to_;
};

}  // namespace

DetourBecause explain_detour(const RoadsNow& now, const StreetRules& rules,
                             const StreetPosition& from, const StreetPosition& to,
                             Distance way_ms) {
    return Explainer(now, rules, from, to).run(way_ms);
}

}  // namespace relief
