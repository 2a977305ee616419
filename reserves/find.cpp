// SPDX-License-Identifier: Apache-2.0
#include "reserves/find.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace relief {
namespace {

constexpr int horizon_minutes = 7 * 24 * 60;

/// The lorries and docks of one house as they become free.
class Fleet {
  public:
    explicit Fleet(const FindSite& site)
        : docks_(static_cast<std::size_t>(std::max(site.docks, 1)), 0) {
        for (std::size_t kind = 0; kind < site.lorries.size(); ++kind) {
            for (int i = 0; i < site.lorries[kind].count; ++i) {
                lorries_.push_back({.kind = kind, .free_at = site.lorries[kind].muster_minutes});
            }
        }
    }

    /// The next lorry to leave `site`, nothing where none does within the horizon. The one that
    /// can begin to load first goes first, among those the largest.
    std::optional<FindLoad> next(const FindSite& site, int horizon) {
        const auto dock = std::min_element(docks_.begin(), docks_.end());
        const auto lorry =
            std::min_element(lorries_.begin(), lorries_.end(), [&](const Lorry& a, const Lorry& b) {
                const auto key = [&](const Lorry& one) {
                    return std::pair(std::max({one.free_at, *dock, site.office.likely}),
                                     -site.lorries[one.kind].units);
                };
                return key(a) < key(b);
            });
        if (lorry == lorries_.end() || site.lorries[lorry->kind].units <= 0) {
            return std::nullopt;
        }
        const FindLorries& kind = site.lorries[lorry->kind];
        const auto depart = [&](int office) {
            return std::max({lorry->free_at, *dock, office}) + kind.load_minutes;
        };
        FindLoad load{.vehicle_class = kind.vehicle_class,
                      .trip = lorry->trip,
                      .units = kind.units,
                      .drive_minutes = kind.drive.likely,
                      .depart = depart(site.office.likely),
                      .arrive = {.low = depart(site.office.low) + kind.drive.low,
                                 .likely = depart(site.office.likely) + kind.drive.likely,
                                 .high = depart(site.office.high) + kind.drive.high}};
        load.arrive.high = std::max(
            load.arrive.high, static_cast<int>(std::ceil(load.arrive.likely * site.late_factor)));
        if (load.arrive.likely > horizon) {
            return std::nullopt;
        }
        *dock = load.depart;
        lorry->free_at = load.arrive.likely + kind.unload_minutes + kind.drive.likely;
        ++lorry->trip;
        return load;
    }

  private:
    struct Lorry {
        std::size_t kind = 0;
        int free_at = 0;
        int trip = 1;
    };
    std::vector<Lorry> lorries_;
    std::vector<int> docks_;
};

Date day_after(const FindQuestion& question, int minutes) {
    return beijing_date(question.at + std::chrono::minutes{minutes});
}

/// A site while the answer is being made.
struct Stock {
    const FindSite* site = nullptr;
    std::vector<FindLot> lots;  ///< what is left of them
    Units usable = 0;           ///< above what is kept, of lots that last
};

Units lasting(const std::vector<FindLot>& lots, Date day) {
    Units sum = 0;
    for (const FindLot& lot : lots) {
        sum += lot.expires_on >= day ? lot.available : 0;
    }
    return sum;
}

Units kept_back(const FindSite& site, Units available) {
    // Rounded down by a hair first: 0.2 x 1605 must not become 322 by a last binary digit.
    return static_cast<Units>(std::ceil(site.keep_share * static_cast<double>(available) - 1e-9));
}

/// Takes from the lots that expire first of those that last until a day.
Units take_lots(std::vector<FindLot>& lots, Units amount, Date day, std::vector<LotShare>& shares) {
    Units taken = 0;
    for (FindLot& lot : lots) {
        const Units some = lot.expires_on < day ? 0 : std::min(lot.available, amount - taken);
        if (some <= 0) {
            continue;
        }
        lot.available -= some;
        taken += some;
        if (!shares.empty() && shares.back().lot == lot.lot && shares.back().owner == lot.owner) {
            shares.back().amount += some;
        } else {
            shares.push_back({lot.lot, lot.owner, lot.expires_on, some});
        }
    }
    return taken;
}

/// The first n lorries of a site carry `units` for `minutes` on the road.
struct Option {
    Units units = 0;
    std::int64_t minutes = 0;
};

std::vector<Option> options_of(const Stock& stock, const Fleet& fleet, int within) {
    std::vector<Option> options;
    Fleet trial = fleet;
    Option sum;
    while (sum.units < stock.usable) {
        const std::optional<FindLoad> load = trial.next(*stock.site, within);
        if (!load) {
            break;
        }
        sum.units = std::min(sum.units + load->units, stock.usable);
        sum.minutes += 2 * std::int64_t{load->drive_minutes};
        options.push_back(sum);
    }
    return options;
}

/// A choice of lorries over the sites looked at so far.
struct LorryChoice {
    Units units = 0;
    std::int64_t minutes = 0;
    int sites = 0;
    std::size_t before = 0;   ///< the choice it grew from
    std::size_t lorries = 0;  ///< of the last site

    [[nodiscard]] std::pair<std::int64_t, int> cost() const { return {minutes, sites}; }
};

/// Keeps of equal or less units only what costs less.
void keep_best(std::vector<LorryChoice>& choices) {
    std::stable_sort(choices.begin(), choices.end(),
                     [](const LorryChoice& a, const LorryChoice& b) {
                         return a.units != b.units ? a.units > b.units : a.cost() < b.cost();
                     });
    std::vector<LorryChoice> best;
    for (const LorryChoice& choice : choices) {
        if (best.empty() || choice.cost() < best.back().cost()) {
            best.push_back(choice);
        }
    }
    choices = std::move(best);
}

/// The cheapest number of lorries for each site so that together they carry `wanted`, which they
/// can: exact, by the set of choices none of which is beaten by another. Units beyond what is
/// wanted are worth nothing, so there are never more choices than units.
std::vector<std::size_t> cheapest(const std::vector<std::vector<Option>>& sites, Units wanted) {
    std::vector<std::vector<LorryChoice>> layers{{LorryChoice{}}};
    for (const std::vector<Option>& options : sites) {
        const std::vector<LorryChoice>& last = layers.back();
        std::vector<LorryChoice> grown;
        for (std::size_t i = 0; i < last.size(); ++i) {
            LorryChoice none = last[i];
            none.before = i;
            none.lorries = 0;
            grown.push_back(none);
            for (std::size_t n = 0; n < options.size() && last[i].units < wanted; ++n) {
                grown.push_back({.units = std::min(last[i].units + options[n].units, wanted),
                                 .minutes = last[i].minutes + options[n].minutes,
                                 .sites = last[i].sites + 1,
                                 .before = i,
                                 .lorries = n + 1});
            }
        }
        keep_best(grown);
        layers.push_back(std::move(grown));
    }
    std::vector<std::size_t> lorries(sites.size(), 0);
    std::size_t at = 0;  // the first carries most: all that is wanted
    for (std::size_t layer = sites.size(); layer > 0; --layer) {
        lorries[layer - 1] = layers[layer][at].lorries;
        at = layers[layer][at].before;
    }
    return lorries;
}

class Finder {
  public:
    Finder(const std::vector<FindSite>& sites, const FindQuestion& question)
        : question_(question), deadline_(day_after(question, question.within_minutes)) {
        for (const FindSite& site : sites) {
            add(site);
        }
    }

    FindAnswer answer() {
        std::map<std::pair<int, int>, std::vector<std::size_t>> rounds;
        std::map<std::pair<int, std::string>, int> houses;
        for (std::size_t i = 0; i < stocks_.size(); ++i) {
            // Two sites of one house and one rank go one after the other: they share the lorries.
            const FindSite& site = *stocks_[i].site;
            rounds[{site.rank, houses[{site.rank, site.fleet}]++}].push_back(i);
        }
        for (const auto& [rank, members] : rounds) {
            take_round(members);
        }
        take_later();
        answer_.missing = question_.amount - answer_.in_time - answer_.late;
        return std::move(answer_);
    }

  private:
    void add(const FindSite& site) {
        FindRow row{.site = site.id,
                    .on_hand = site.on_hand,
                    .held = site.held,
                    .available = lasting(site.lots, deadline_),
                    .why_not = site.why_not};
        row.keep = kept_back(site, row.available);
        Stock stock{.site = &site, .lots = site.lots, .usable = row.available - row.keep};
        Fleet alone(site);
        if (const auto first = Fleet(alone).next(site, horizon_minutes)) {
            row.first_arrival = first->arrive;
        }
        const std::vector<Option> options = options_of(stock, alone, question_.within_minutes);
        row.in_time = options.empty() ? 0 : options.back().units;
        if (row.why_not.empty()) {
            row.why_not = why_nothing(row, stock);
        } else {
            row.in_time = 0;
        }
        if (site.why_not.empty() && stock.usable > 0) {
            stocks_.push_back(std::move(stock));
            fleets_.try_emplace(site.fleet, alone);
        }
        answer_.rows.push_back(std::move(row));
    }

    static std::string why_nothing(const FindRow& row, const Stock& stock) {
        if (row.available == 0) {
            return row.on_hand == 0 ? "none" : row.held >= row.on_hand ? "all_held" : "expired";
        }
        if (stock.usable <= 0) {
            return "floor";
        }
        return !row.first_arrival ? "no_way" : row.in_time == 0 ? "too_late" : "";
    }

    /// All of these sites where that is not too much, else the cheapest of them.
    void take_round(const std::vector<std::size_t>& members) {
        const Units wanted = question_.amount - answer_.in_time;
        std::vector<std::vector<Option>> options;
        Units reach = 0;
        for (const std::size_t i : members) {
            options.push_back(options_of(stocks_[i], fleets_.at(stocks_[i].site->fleet),
                                         question_.within_minutes));
            reach += options.back().empty() ? 0 : options.back().back().units;
        }
        if (wanted <= 0 || reach == 0) {
            return;
        }
        const std::vector<std::size_t> lorries = cheapest(options, std::min(wanted, reach));
        std::vector<FindTake> takes;
        Units carried = 0;
        for (std::size_t m = 0; m < members.size(); ++m) {
            if (lorries[m] > 0) {
                takes.push_back(
                    load_up(stocks_[members[m]], lorries[m], options[m][lorries[m] - 1].units));
                carried += takes.back().amount;
            }
        }
        give_back(takes, carried - std::min(wanted, reach));
        for (FindTake& take : takes) {
            Stock& stock = stock_of(take.site);
            stock.usable -= take.amount;
            take_lots(stock.lots, take.amount, deadline_, take.lots);
            answer_.in_time += take.amount;
            answer_.now.push_back(std::move(take));
        }
    }

    FindTake load_up(const Stock& stock, std::size_t lorries, Units amount) {
        FindTake take{.site = stock.site->id, .amount = amount};
        Fleet& fleet = fleets_.at(stock.site->fleet);
        for (std::size_t n = 0; n < lorries; ++n) {
            add_load(take, *fleet.next(*stock.site, question_.within_minutes));
        }
        return take;
    }

    static void add_load(FindTake& take, const FindLoad& load) {
        take.arrive = {.low = std::max(take.arrive.low, load.arrive.low),
                       .likely = std::max(take.arrive.likely, load.arrive.likely),
                       .high = std::max(take.arrive.high, load.arrive.high)};
        take.loads.push_back(load);
    }

    /// What the lorries could carry beyond what is wanted stays where the last of them comes from.
    static void give_back(std::vector<FindTake>& takes, Units too_much) {
        std::vector<FindTake*> latest;
        for (FindTake& take : takes) {
            latest.push_back(&take);
        }
        std::stable_sort(latest.begin(), latest.end(), [](const FindTake* a, const FindTake* b) {
            return a->arrive.likely > b->arrive.likely;
        });
        for (FindTake* take : latest) {
            const Units some = std::min(too_much, take->amount - 1);
            take->amount -= some;
            too_much -= some;
        }
    }

    Stock& stock_of(const std::string& site) {
        return *std::find_if(stocks_.begin(), stocks_.end(),
                             [&](const Stock& stock) { return stock.site->id == site; });
    }

    /// Lorry by lorry, the one that is there soonest, until the rest is there too.
    void take_later() {
        std::set<std::size_t> done;
        while (answer_.in_time + answer_.late < question_.amount) {
            std::optional<std::size_t> best;
            std::optional<FindLoad> load;
            for (std::size_t i = 0; i < stocks_.size(); ++i) {
                if (stocks_[i].usable <= 0 || done.count(i) != 0) {
                    continue;
                }
                Fleet trial = fleets_.at(stocks_[i].site->fleet);
                const auto next = trial.next(*stocks_[i].site, horizon_minutes);
                if (next && (!load || next->arrive.likely < load->arrive.likely)) {
                    best = i;
                    load = next;
                }
            }
            if (!best) {
                return;
            }
            if (!send_later(stocks_[*best], *load)) {
                done.insert(*best);
            }
        }
    }

    /// False where no lot lasts until the lorry is there.
    bool send_later(Stock& stock, const FindLoad& load) {
        const Units open = question_.amount - answer_.in_time - answer_.late;
        const auto known =
            std::find_if(answer_.later.begin(), answer_.later.end(),
                         [&](const FindTake& t) { return t.site == stock.site->id; });
        FindTake fresh{.site = stock.site->id};
        FindTake& take = known == answer_.later.end() ? fresh : *known;
        const Units units = take_lots(stock.lots, std::min({load.units, stock.usable, open}),
                                      day_after(question_, load.arrive.likely), take.lots);
        if (units == 0) {
            return false;
        }
        fleets_.at(stock.site->fleet).next(*stock.site, horizon_minutes);
        stock.usable -= units;
        take.amount += units;
        answer_.late += units;
        add_load(take, load);
        if (known == answer_.later.end()) {
            answer_.later.push_back(std::move(fresh));
        }
        return true;
    }

    FindQuestion question_;
    Date deadline_;
    std::vector<Stock> stocks_;
    std::map<std::string, Fleet> fleets_;
    FindAnswer answer_;
};

}  // namespace

FindAnswer find_goods(const std::vector<FindSite>& sites, const FindQuestion& question) {
    return Finder(sites, question).answer();
}

std::vector<FindLoad> schedule_loads(const FindSite& site, Units amount, int horizon) {
    Fleet fleet(site);
    std::vector<FindLoad> loads;
    for (Units carried = 0; carried < amount; carried += loads.back().units) {
        const std::optional<FindLoad> load = fleet.next(site, horizon);
        if (!load) {
            break;
        }
        loads.push_back(*load);
    }
    return loads;
}

}  // namespace relief
