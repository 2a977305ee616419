// SPDX-License-Identifier: Apache-2.0
#include "tests/api/plain_client.h"

#include "tests/server/raw_client.h"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace relief::kit {
namespace {

constexpr std::chrono::minutes client_patience{2};

std::string next_key() {
    static std::atomic<int> last{0};  // of this test program alone
    return "plain-" + std::to_string(++last);
}

}  // namespace

Told PlainClient::raw(const std::string& bytes) const {
    test::RawClient client(static_cast<std::uint16_t>(port_));
    client.send(bytes);
    const std::string answer = client.read_all();
    const std::size_t end = answer.find("\r\n\r\n");
    return {.status = test::status_of(answer),
            .head = answer.substr(0, end == std::string::npos ? answer.size() : end + 2),
            .body = end == std::string::npos ? "" : answer.substr(end + 4)};
}

Told PlainClient::send(const std::string& method, const std::string& target, const Fields& fields,
                       const std::string& body) const {
    std::string bytes = method + " " + target +
                        " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
                        "\r\nConnection: close\r\n";
    for (const Fields& each : {always_, fields}) {
        for (const auto& [name, value] : each) {
            bytes += name + ": " + value + "\r\n";
        }
    }
    if (method != "GET") {
        bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    return raw(bytes + "\r\n" + body);
}

Told PlainClient::get(const std::string& target, const Fields& fields) const {
    return send("GET", target, fields, "");
}

Told PlainClient::post(const std::string& target, const nlohmann::json& body,
                       const Fields& fields) const {
    Fields all = fields;
    all.emplace_back("Content-Type", "application/json");
    bool has_key = false;
    for (const auto& [name, value] : fields) {
        has_key = has_key || name == "Idempotency-Key";
    }
    if (!has_key) {
        all.emplace_back("Idempotency-Key", next_key());
    }
    return send("POST", target, all, body.dump());
}

std::string PlainClient::upload(const std::string& name, const std::string& bytes) const {
    const Told told = send("POST", "/api/v1/uploads?name=" + name, {}, bytes);
    if (told.status != 201) {
        throw std::runtime_error("the upload was refused: " + told.head + told.body);
    }
    return told.json().at("id");
}

Told PlainClient::job(const std::string& target, const nlohmann::json& body) const {
    const Told begun = post(target, body);
    if (begun.status != 202) {
        return begun;
    }
    const std::string address = "/api/v1/jobs/" + begun.json().at("id").get<std::string>();
    const auto until = std::chrono::steady_clock::now() + client_patience;
    while (std::chrono::steady_clock::now() < until) {
        const nlohmann::json state = get(address).json();
        if (state.at("result").is_string()) {
            return get(state.at("result"));
        }
        std::this_thread::yield();
    }
    throw std::runtime_error("the job did not end: " + target);
}

std::string field_of(const std::string& head, const std::string& name) {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) {
        return "";
    }
    const std::size_t begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

}  // namespace relief::kit
