// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/office_day.h"

#include "tests/kit/made_books.h"

#include <gtest/gtest.h>

#include <regex>

namespace relief::kit {
namespace {

constexpr int picture_year = 2017;

/// Every date of a table moved by whole years; none of them is 29 February.
std::string move_years(const std::string& text, int years) {
    static const std::regex date("(20[0-9]{2})(-[0-9]{2}-[0-9]{2})");
    std::string moved;
    auto rest = text.cbegin();
    for (std::sregex_iterator match(text.begin(), text.end(), date), end; match != end; ++match) {
        moved.append(rest, (*match)[0].first);
        moved += std::to_string(std::stoi((*match)[1].str()) + years) + (*match)[2].str();
        rest = (*match)[0].second;
    }
    moved.append(rest, text.cend());
    return moved;
}

}  // namespace

OfficeDay::OfficeDay(int year, const std::string& opened_at,
                     const std::function<void(const Copy&)>& spoil)
    : data_(Copy::of_data()), clock_(opened_at) {
    for (const char* table : {"settings", "stock_lots", "suppliers", "consignment_contracts"}) {
        if (year == picture_year) {
            break;
        }
        const std::string file = "baseline/" + std::string(table) + ".csv";
        data_.write(file, move_years(data_.text(file), year - picture_year));
    }
    if (spoil) {
        spoil(data_);
    }
    const std::string db = path("office.db").string();
    const std::vector<std::string> init{
        RELIEF_PROGRAM,        "init",    "--db", db,        "--data",
        data_.path().string(), "--clock", clock_, "--actor", actor_};
    const Ended made =
        spoil ? run(init) : make_books("office" + std::to_string(year) + "@" + opened_at, init, db);
    EXPECT_EQ(made.status, 0) << made.out << made.err;
}

std::filesystem::path OfficeDay::path(const std::string& name) const {
    return folder_ / name;
}

Ended OfficeDay::run_words(std::vector<std::string> words, bool json) {
    std::string typed = "relief";
    for (const std::string& word : words) {
        typed += " " + word;
    }
    commands_.push_back(typed);
    words.insert(words.end(), {"--db", path("office.db").string(), "--data", data_.path().string(),
                               "--clock", clock_, "--actor", actor_});
    if (json) {
        words.emplace_back("--json");
    } else {
        words.insert(words.end(), {"--lang", "zh"});
    }
    return relief_run(std::move(words));
}

nlohmann::json OfficeDay::ask(std::vector<std::string> words, int status) {
    const Ended ended = run_words(std::move(words), true);
    EXPECT_EQ(ended.status, status) << commands_.back() << "\n"
                                    << ended.out.substr(0, 3000) << ended.err;
    return nlohmann::json::parse(ended.out, nullptr, false);
}

std::string OfficeDay::bytes(std::vector<std::string> words) {
    const Ended ended = run_words(std::move(words), true);
    EXPECT_EQ(ended.status, 0) << commands_.back() << "\n" << ended.out.substr(0, 3000);
    return ended.out;
}

std::string OfficeDay::read(std::vector<std::string> words, int status) {
    const Ended ended = run_words(std::move(words), false);
    EXPECT_EQ(ended.status, status) << commands_.back() << "\n"
                                    << ended.out.substr(0, 3000) << ended.err;
    return ended.out;
}

bool OfficeDay::has(const std::string& command) const {
    return relief_run({command, "--help"}).status == 0;
}

void OfficeDay::staff() {
    ask({"office", "demo-staff"});
    terms_ = ask({"office", "list"}).at("terms");
}

std::string OfficeDay::holder(const std::string& post, const std::string& unit) const {
    for (const nlohmann::json& term : terms_) {
        if (term.at("post") == post && term.at("unit") == unit) {
            return term.at("person").get<std::string>();
        }
    }
    ADD_FAILURE() << "nobody is " << post << " of " << unit;
    return "";
}

void OfficeDay::expect_proven() {
    const nlohmann::json proof = ask({"verify"});
    EXPECT_EQ(proof.value("ok", false), true) << proof.dump(1).substr(0, 3000);
}

}  // namespace relief::kit
