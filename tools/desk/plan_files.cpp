// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "routing/dispatch/planner.h"
#include "tools/desk/plan_document.h"
#include "tools/desk/plan_geojson.h"
#include "tools/desk/plan_report.h"
#include "tools/desk/plan_roads.h"
#include "tools/desk/problem_json.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_folder(const fs::path& file, int error) {
    const bool full = error == ENOSPC || error == EDQUOT;
    throw bad_input(
        {.code = full ? "db.full" : "file.write",
         .message = full ? "the disk is full: make room, or name another folder with --out; "
                           "nothing was changed"
                         : "the plan's files cannot be written here; nothing was changed",
         .file = file.string(),
         .field = "--out",
         .found = std::generic_category().message(error),
         .expected = "a folder that can be written, with a few megabytes free"});
}

/// A file or folder opened for as long as the object lives.
class Descriptor {
  public:
    Descriptor(const fs::path& path, int flags)
        : path_(path), fd_(open(path.c_str(), flags | O_CLOEXEC, 0666)) {
        if (fd_ < 0) {
            refuse_folder(path_, errno);
        }
    }
    ~Descriptor() { close(fd_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void write(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t some = ::write(fd_, text.data(), text.size());
            if (some < 0 && errno != EINTR) {
                refuse_folder(path_, errno);
            }
            text.remove_prefix(some < 0 ? 0 : static_cast<std::size_t>(some));
        }
    }

    void sync() const {
        if (fsync(fd_) != 0) {
            refuse_folder(path_, errno);
        }
    }

  private:
    fs::path path_;
    int fd_;
};

/// A new folder that goes away with what is in it.
class ScratchFolder {
  public:
    explicit ScratchFolder(const fs::path& parent) {
        std::string pattern = (parent / ".relief-plan-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) {
            refuse_folder(parent, errno);
        }
        path_ = pattern;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

/// The folders that had to be made for `folder` to be there; taken away again unless kept.
class NewFolders {
  public:
    explicit NewFolders(const fs::path& folder) {
        std::vector<fs::path> missing;
        std::error_code error;
        for (fs::path at = folder; !at.empty() && !fs::exists(at, error); at = at.parent_path()) {
            missing.push_back(at);
        }
        for (auto at = missing.rbegin(); at != missing.rend(); ++at) {
            if (!fs::create_directory(*at, error) && error) {
                remove();
                refuse_folder(*at, error.value());
            }
            made_.push_back(*at);
        }
        if (!fs::is_directory(folder, error)) {
            refuse_folder(folder, ENOTDIR);
        }
    }
    ~NewFolders() {
        if (!kept_) {
            remove();
        }
    }
    NewFolders(const NewFolders&) = delete;
    NewFolders& operator=(const NewFolders&) = delete;

    void keep() { kept_ = true; }

  private:
    void remove() {
        std::error_code ignored;
        for (auto at = made_.rbegin(); at != made_.rend(); ++at) {
            fs::remove(*at, ignored);
        }
    }

    std::vector<fs::path> made_;
    bool kept_ = false;
};

/// Puts files of a scratch folder in their places. What stood there is put aside and comes back
/// unless all were moved.
class Replacement {
  public:
    Replacement(fs::path scratch, fs::path folder)
        : scratch_(std::move(scratch)), folder_(std::move(folder)) {}
    ~Replacement() {
        if (!done_) {
            undo();
        }
    }
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;

    void move(const std::string& name) {
        std::error_code error;
        const fs::path target = folder_ / name;
        const bool there = fs::exists(fs::symlink_status(target, error));
        if (fs::is_directory(target, error)) {
            refuse_folder(target, EISDIR);  // somebody's folder, not an older plan
        }
        if (there) {
            fs::rename(target, aside(name), error);
            if (error) {
                refuse_folder(target, error.value());
            }
        }
        moved_.emplace_back(name, there);
        fs::rename(scratch_ / name, target, error);
        if (error) {
            refuse_folder(target, error.value());
        }
    }

    void done() { done_ = true; }

  private:
    [[nodiscard]] fs::path aside(const std::string& name) const {
        return scratch_ / (name + ".before");
    }

    void undo() {
        std::error_code ignored;
        for (const auto& [name, there] : moved_) {
            if (there) {
                fs::rename(aside(name), folder_ / name, ignored);
            } else {
                fs::remove(folder_ / name, ignored);
            }
        }
    }

    fs::path scratch_;
    fs::path folder_;
    std::vector<std::pair<std::string, bool>> moved_;
    bool done_ = false;
};

std::vector<std::pair<std::string, std::string>> plan_files(const Desk& desk, const PlanRun& run) {
    PlanRoads roads(desk);
    std::vector<std::pair<std::string, std::string>> files{
        {"plan.json", plan_json(desk, run)},
        {"plan.geojson", plan_geojson(desk, run, roads)},
        {"orders.csv", plan_orders_csv(desk, run)},
        {"model.mps", dispatch_mps(run.problem)},
        {"problem.json", problem_json(run.problem)},
        {"report.html", plan_report_html(desk, run, roads)}};
    for (const LevelModel& model : run.level_models) {
        files.emplace_back(fmt::format("model-{}.mps", model.level), model.mps);
    }
    return files;
}

}  // namespace

void write_plan_files(const Desk& desk, const PlanRun& run, const fs::path& folder) {
    std::error_code error;
    const fs::path target = fs::absolute(folder, error).lexically_normal();
    if (error) {
        refuse_folder(folder, error.value());
    }
    const auto files = plan_files(desk, run);
    NewFolders made(target.has_filename() ? target : target.parent_path());
    {
        const ScratchFolder scratch(target);
        for (const auto& [name, text] : files) {
            const Descriptor file(scratch.path() / name, O_WRONLY | O_CREAT | O_EXCL);
            file.write(text);
            file.sync();
        }
        Replacement replacement(scratch.path(), target);
        for (const auto& [name, text] : files) {
            replacement.move(name);
        }
        Descriptor(target, O_RDONLY | O_DIRECTORY).sync();
        replacement.done();
    }
    made.keep();
}

}  // namespace relief
