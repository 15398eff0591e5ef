"""What the web process has done before its first request."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOLD = """
import gc, json, sys, weakref
before = gc.get_threshold()
import gugus.wsgi

class Left: pass

left = Left(); left.itself = left
dead = weakref.ref(left)
del left
gc.collect()
print(json.dumps({
    "views": "rad.views" in sys.modules and "cases.views" in sys.modules,
    "kept": gc.get_freeze_count(),
    "seen": len(gc.get_objects()),
    "collected": dead() is None,
    "later": gc.get_threshold()[0] > before[0],
    "on": gc.isenabled(),
}))
"""


def test_what_is_loaded_is_not_walked_again_and_what_requests_leave_is_collected() -> None:
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "gugus.settings"}
    done = subprocess.run(
        [sys.executable, "-c", TOLD], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["views"], "the first request need not load them"
    assert told["kept"] > 100 * told["seen"], told
    assert told["collected"]
    assert told["on"]
    assert told["later"]
