# The site as a container: gunicorn, static files by WhiteNoise, no root, nothing written but /data.
FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
RUN useradd --create-home --uid 10001 newsroom && mkdir /data && chown newsroom /data
WORKDIR /srv/newsroom

COPY requirements.txt .
RUN pip install -r requirements.txt

COPY manage.py ./
COPY newsroom newsroom
COPY articles articles
COPY locale locale
COPY templates templates
COPY static static
COPY fixtures fixtures

# Collecting static files asks for no database and signs nothing; the real key comes at run time.
RUN DEBUG=False SECRET_KEY=only-to-collect-static-files-of-this-image \
    DATABASE_URL=postgres://nobody@localhost/none ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --noinput

USER newsroom
ENV DEBUG=False MEDIA_ROOT=/data/media UPLOAD_ROOT=/data/uploads
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "newsroom.wsgi:application", "--bind=0.0.0.0:8000", "--workers=3", "--access-logfile=-"]
