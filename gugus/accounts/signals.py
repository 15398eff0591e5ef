"""What accounts tell the apps above them."""

from django.dispatch import Signal

# Sent inside the transaction of a reset, so that whoever reacts does so with it or not at all: `members`
# suspends the person's appointments as penangan until two people confirm them again.
# Arguments: user (whose account), by (who did it; the user for a reset by e-mail), what (enums.ResetCause).
account_reset = Signal()
