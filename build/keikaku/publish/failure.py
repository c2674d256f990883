"""Why something could not be sent: a problem to show, whether it is the call that is wrong or the other machine."""

from __future__ import annotations

from keikaku.problem import Problem


class PublishError(Exception):
    """Nothing more can be done. `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class CallError(PublishError):
    """The call cannot be carried out as it is: a wrong option, an unsafe address, an unusable build."""


class RemoteError(PublishError):
    """The other machine did not do what it was asked. `status` is its HTTP status, 0 where it gave none."""

    def __init__(self, problem: Problem, status: int = 0) -> None:
        super().__init__(problem)
        self.status = status


def wrong(code: str, **facts: str | int) -> CallError:
    """Make the error of a call that cannot be carried out."""
    return CallError(Problem(code, facts=facts))


def failed(code: str, **facts: str | int) -> RemoteError:
    """Make the error of another machine; its HTTP status is the fact `status`."""
    return RemoteError(Problem(code, facts=facts), int(facts.get("status", 0)))
