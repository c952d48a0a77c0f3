"""A CloudFormation template as it comes out: read with its tags, and its functions computed for some parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

PSEUDO_PARAMETERS = {
    "AWS::AccountId": "444455556666",
    "AWS::Partition": "aws",
    "AWS::Region": "eu-central-1",
    "AWS::StackName": "sigv4-explain",
    "AWS::URLSuffix": "amazonaws.com",
}
_FUNCTIONS = {
    "Ref": "_ref",
    "Fn::GetAtt": "_ref",
    "Fn::If": "_if",
    "Fn::Sub": "_sub",
    "Fn::Equals": "_equals",
    "Fn::Not": "_not",
    "Fn::Join": "_join",
}
_NO_VALUE = object()


class _Loader(yaml.SafeLoader):
    """Reads ``!Sub x`` as ``{"Fn::Sub": x}``, which is the same to CloudFormation."""


def _function(loader: _Loader, tag: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        argument: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        argument = loader.construct_sequence(node, deep=True)
    else:
        raise TypeError(f"!{tag}: expected text or a list, got {node}")
    return {"Ref" if tag == "Ref" else f"Fn::{tag}": argument}


_Loader.add_multi_constructor("!", _function)


class Template:
    """A template with its functions computed, for some parameters.

    What only AWS knows stands as it is named: ``Echo`` for what ``!Ref Echo`` returns, ``Echo.Arn`` for an attribute.
    """

    def __init__(self, path: Path, **parameters: str) -> None:
        self._read = yaml.load(path.read_text(encoding="utf-8"), _Loader)
        defaults = {name: parameter["Default"] for name, parameter in self.parameters.items()}
        self._values = defaults | PSEUDO_PARAMETERS | parameters

    @property
    def parameters(self) -> dict[str, Any]:
        """What may be chosen when deploying."""
        return dict(self._read["Parameters"])

    def resources(self, kind: str) -> dict[str, Any]:
        """Return the properties of the resources of a type, by name."""
        found = self._made("Resources").items()
        return {name: self._compute(made.get("Properties", {})) for name, made in found if made["Type"] == kind}

    def dependencies(self, name: str) -> list[str]:
        """Return the resources that must be there before this one."""
        return list(self._read["Resources"][name]["DependsOn"])

    def outputs(self) -> dict[str, Any]:
        """Return the values of the outputs, by name."""
        return {name: self._compute(output["Value"]) for name, output in self._made("Outputs").items()}

    def broken_rules(self) -> list[str]:
        """Return what CloudFormation says of the parameters when it refuses them."""
        rules = [rule for rule in self._read["Rules"].values() if self._compute(rule["RuleCondition"])]
        assertions = [assertion for rule in rules for assertion in rule["Assertions"]]
        return [one["AssertDescription"] for one in assertions if not self._compute(one["Assert"])]

    def _made(self, section: str) -> dict[str, Any]:
        """Leave out what has a condition that does not hold."""
        return {
            name: made
            for name, made in self._read[section].items()
            if "Condition" not in made or self._holds(made["Condition"])
        }

    def _holds(self, condition: str) -> bool:
        return bool(self._compute(self._read["Conditions"][condition]))

    def _compute(self, value: Any) -> Any:
        if isinstance(value, list):
            return [one for one in map(self._compute, value) if one is not _NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1 and (name := next(iter(value))) in _FUNCTIONS:
            return getattr(self, _FUNCTIONS[name])(value[name])
        computed = {name: self._compute(one) for name, one in value.items()}
        return {name: one for name, one in computed.items() if one is not _NO_VALUE}

    def _ref(self, name: str) -> Any:
        return _NO_VALUE if name == "AWS::NoValue" else self._values.get(name, name)

    def _if(self, argument: list[Any]) -> Any:
        condition, then, otherwise = argument
        return self._compute(then if self._holds(condition) else otherwise)

    def _sub(self, argument: str | list[Any]) -> str:
        text, own = (argument, {}) if isinstance(argument, str) else argument
        values: Mapping[str, Any] = self._compute(own)
        return re.sub(r"\$\{([^}]+)\}", lambda found: str(values.get(found[1], self._ref(found[1]))), text)

    def _equals(self, argument: list[Any]) -> bool:
        left, right = self._compute(argument)
        return bool(left == right)

    def _not(self, argument: list[Any]) -> bool:
        return not self._compute(argument)[0]

    def _join(self, argument: list[Any]) -> str:
        delimiter, parts = argument
        return str(delimiter.join(self._compute(parts)))
