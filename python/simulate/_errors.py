"""What can go wrong, each with the exit status that the command `simulate` has for it."""

from __future__ import annotations


class SimulateError(Exception):
    """A call that could not be done.

    `code` is 64 (the call is wrong), 65 (a formula or a number is wrong) or 70 (the tolerance could
    not be met); `line` and `column`, from 1, are the place in a formula or equation, else None.
    """

    code: int = 70

    def __init__(self, message: str, line: int | None = None, column: int | None = None):
        super().__init__(message)
        self.line = line
        self.column = column


class UsageError(SimulateError, ValueError):
    """The call is wrong, or asks for what can't be held."""

    code = 64


class DataError(SimulateError, ValueError):
    """A formula or a number is wrong, or a value is not finite."""

    code = 65


class ToleranceError(SimulateError, ArithmeticError):
    """The tolerance could not be met."""

    code = 70


class ImpulseWarning(UserWarning):
    """The output holds impulses, which no value can hold; `System.impulses` lists them."""
