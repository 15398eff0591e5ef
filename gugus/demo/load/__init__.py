"""`script/benchmark load`: people of every role at once against two web processes and two workers.

`site` runs the portal as production does, behind one proxy on this machine; `people` makes accounts enough
that everybody has a name of their own; `journeys` is what locust, a process of its own, lets them do;
`figures` reads what was written down of each request.
"""
