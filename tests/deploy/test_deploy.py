"""Do the files of deploy/ agree with each other, with the settings and with the program?"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from setuptools import find_packages
from support.places import ROOT

from indexer import config
from indexer.config import Settings
from tools.cluster.releases import CURRENT, RELEASES

DEPLOY = ROOT / "deploy"
SECURITY = DEPLOY / "opensearch"
NODE, WEB, INDEXER, PROXY = "search-", "web-", "indexer", "proxy"
_VARIABLE = re.compile(r"\$\{(\w+)(:-[^}]*|:\?)?\}")
_HASHED = re.compile(r"\$\{envbc\.(\w+)\}")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(read(DEPLOY / "compose.yaml")["services"])


@pytest.fixture(scope="module")
def example() -> dict[str, str]:
    """The variables of .env.example."""
    lines = (DEPLOY / ".env.example").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def named(services: Mapping[str, Any], begin: str) -> list[str]:
    return [name for name in services if name.startswith(begin)]


def environment(service: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, str]:
    """The variables of a container where .env holds some values."""

    def value(found: re.Match[str]) -> str:
        default = found[2] or ""
        return values[found[1]] or (default[2:] if default.startswith(":-") else "x")

    return {name: _VARIABLE.sub(value, text) for name, text in service["environment"].items()}


def test_compose_asks_for_the_variables_of_the_example(example: dict[str, str]) -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert {found[0] for found in _VARIABLE.findall(text)} == set(example)


def test_no_secret_is_in_the_example_or_in_compose(
    services: dict[str, Any], example: dict[str, str]
) -> None:
    passwords = [name for name in example if "PASSWORD" in name]
    assert len(passwords) == 4
    assert not any(example[name] for name in passwords)
    for service in services.values():
        for name, text in service.get("environment", {}).items():
            assert "PASSWORD" not in name or re.fullmatch(r"\$\{\w+_PASSWORD:\?\}", text)


@pytest.mark.parametrize("begin", [WEB, INDEXER])
def test_the_program_takes_its_settings(
    services: dict[str, Any], example: dict[str, str], begin: str
) -> None:
    known = {f"MANCHETTE_{field.name.upper()}" for field in fields(Settings)}
    for name in named(services, begin):
        given = environment(services[name], example)
        assert {one for one in given if one.startswith("MANCHETTE_")} <= known
        settings = config.load(given)
        assert settings.engine == "opensearch"
        assert settings.opensearch == tuple(
            f"https://{node}:9200" for node in named(services, NODE)
        )
        assert settings.opensearch_ca in {
            volume.split(":")[1] for volume in services[name]["volumes"]
        }


def test_the_proxy_hands_on_to_each_web_host_by_the_names_it_answers_to(
    services: dict[str, Any], example: dict[str, str]
) -> None:
    hosts = (DEPLOY / "proxy/hosts.conf").read_text("utf-8")
    settings = [config.load(environment(services[name], example)) for name in named(services, WEB)]
    assert len(settings) == 2
    assert re.findall(r"^server (\S+)", hosts, re.MULTILINE) == [
        f"{name}:{one.port}" for name, one in zip(named(services, WEB), settings, strict=True)
    ]
    assert all(example["SITE_HOST"] in one.trusted_hosts for one in settings)
    assert all(one.host == "0.0.0.0" for one in settings)  # noqa: S104 - inside a container
    published = [name for name, service in services.items() if "ports" in service]
    assert published == [PROXY]


def test_one_service_writes_and_only_reads_the_sources(
    services: dict[str, Any], example: dict[str, str]
) -> None:
    volumes = services[INDEXER]["volumes"]
    settings = config.load(environment(services[INDEXER], example))
    (index,) = (one.split(":")[1] for one in volumes if one.startswith("index:"))
    assert settings.index.is_relative_to(index)
    assert f"${{SOURCES:?}}:{settings.sources[0]}:ro" in volumes
    holders = [name for name, one in services.items() if "index:" in str(one.get("volumes"))]
    assert holders == [INDEXER]


def test_each_node_is_known_to_the_others_and_given_what_its_files_name(
    services: dict[str, Any],
) -> None:
    nodes = named(services, NODE)
    text = (SECURITY / "opensearch.yml").read_text("utf-8")
    settings = yaml.safe_load(text)
    assert settings["discovery.seed_hosts"] == nodes
    assert settings["cluster.initial_cluster_manager_nodes"] == nodes
    assert settings["plugins.security.nodes_dn"] == [f"CN={node},O=manchette" for node in nodes]
    wanted = {found[0] for found in _VARIABLE.findall(text)}
    wanted |= set(_HASHED.findall((SECURITY / "internal_users.yml").read_text("utf-8")))
    for node in nodes:
        assert wanted <= set(services[node]["environment"])
        assert services[node]["environment"]["NODE"] == node
        assert f"./certificates/{node}:" in str(services[node]["volumes"])
    zones = {services[node]["environment"]["ZONE"] for node in nodes}
    assert len(zones) == len(nodes) == 3


def test_what_is_mounted_is_there(services: dict[str, Any]) -> None:
    made = ("./certificates/",)
    mounted = {
        volume.split(":")[0]
        for service in services.values()
        for volume in service.get("volumes", [])
        if volume.startswith("./") and not volume.startswith(made)
    }
    assert mounted
    assert [path for path in mounted if not (DEPLOY / path).is_file()] == []


def test_the_nodes_are_of_the_version_that_the_engine_is_tested_on(
    services: dict[str, Any],
) -> None:
    minor = RELEASES[CURRENT].version.rpartition(".")[0]
    for node in named(services, NODE):
        assert re.fullmatch(rf".*:{re.escape(minor)}\.\d+", services[node]["image"])


def gigabytes(text: str) -> float:
    """What a size of compose or of Java is."""
    return float(text[:-1]) / {"g": 1, "m": 1024}[text[-1]]


def test_no_container_takes_all_of_the_disk_or_of_the_memory(
    services: dict[str, Any], example: dict[str, str]
) -> None:
    def value(text: str) -> float:
        (found,) = _VARIABLE.finditer(text)
        assert found[2] == f":-{example[found[1]]}"
        return gigabytes(example[found[1]])

    for name, service in services.items():
        assert set(service["logging"]["options"]) == {"max-size", "max-file"}
        memory = service["mem_limit"]
        assert memory == "256m" or value(memory) >= 1, name
    assert value(services["search-1"]["mem_limit"]) >= 2 * gigabytes(example["OPENSEARCH_HEAP"])


@pytest.mark.parametrize("path", sorted((DEPLOY / "timers").glob("*.service")))
def test_what_runs_at_night_is_a_service_of_compose_and_tells_when_it_fails(
    services: dict[str, Any], path: Path
) -> None:
    text = path.read_text("utf-8")
    (command,) = re.findall(r"^ExecStart=/usr/bin/docker compose (.+)$", text, re.MULTILINE)
    assert set(command.split()) & set(services)
    assert "OnFailure=manchette-failed@%n.service\n" in text
    for read in re.findall(r"^StandardInput=file:/opt/manchette/(.+)$", text, re.MULTILINE):
        assert (ROOT / read).is_file()
    assert path.with_suffix(".timer").is_file()


def test_each_user_has_one_role_and_no_hash_is_committed(services: dict[str, Any]) -> None:
    users, roles, mapping = (
        {name: one for name, one in read(SECURITY / f"{file}.yml").items() if name != "_meta"}
        for file in ("internal_users", "roles", "roles_mapping")
    )
    assert set(mapping) == set(roles)
    assert sorted(user for one in mapping.values() for user in one["users"]) == sorted(users)
    assert all(_HASHED.fullmatch(user["hash"]) for user in users.values())
    for begin, role in ((WEB, "manchette_web"), (INDEXER, "manchette_indexer")):
        for name in named(services, begin):
            given = services[name]["environment"]
            assert mapping[role]["users"] == [given["MANCHETTE_OPENSEARCH_USER"]]
            variable = _HASHED.fullmatch(users[given["MANCHETTE_OPENSEARCH_USER"]]["hash"])
            assert variable
            assert given["MANCHETTE_OPENSEARCH_PASSWORD"] == f"${{{variable[1]}:?}}"


def test_the_image_is_built_of_what_is_there_and_holds_every_package() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    assert copied
    assert all((ROOT / source).exists() for source in copied)
    kept = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8")
    assert set(re.findall(r"^!(.+)$", kept, re.MULTILINE)) == set(copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "opensearch" in project["project"]["optional-dependencies"]
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for name in ("indexer", "webapp")
        for path in (ROOT / name).rglob("__init__.py")
    }
    included = project["tool"]["setuptools"]["packages"]["find"]["include"]
    assert set(find_packages(str(ROOT), include=included)) == found
