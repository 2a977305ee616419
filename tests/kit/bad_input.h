// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/error.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace relief::kit {

/// data/ with some of its tables spoilt, for tests of what is refused.
class SpoiltSource final : public DataSource {
  public:
    SpoiltSource() : data_(RELIEF_SOURCE_DIR "/data") {}

    [[nodiscard]] std::string read(std::string_view name) const override {
        const auto found = spoilt_.find(name);
        return found == spoilt_.end() ? data_.read(name) : found->second;
    }
    [[nodiscard]] std::string shown_name(std::string_view name) const override {
        return std::string(name);
    }

    /// Replaces the first place where `from` stands; a test that spoils nothing fails.
    void replace(std::string_view name, std::string_view from, std::string_view to) {
        std::string bytes = read(name);
        const std::size_t at = bytes.find(from);
        ASSERT_NE(at, std::string::npos) << name << " does not hold " << from;
        bytes.replace(at, from.size(), to);
        spoilt_[std::string(name)] = std::move(bytes);
    }
    void append(std::string_view name, std::string_view lines) {
        spoilt_[std::string(name)] = read(name) + std::string(lines);
    }

  private:
    FolderSource data_;
    std::map<std::string, std::string, std::less<>> spoilt_;
};

/// The error `action` ends with; the test fails where it ends well.
template <typename Action>
ErrorDetail error_of(Action&& action) {
    try {
        std::forward<Action>(action)();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::bad_input) << error.what();
        return error.detail();
    }
    ADD_FAILURE() << "nothing was refused";
    return {};
}

}  // namespace relief::kit
