# Varnish as a cache in front of Sluice: docs/caching.md. Tried with Varnish 7.1.
# On Sluice set PUBLIC_URL, and SLUICE_CHECK_INS_FROM_LOGS=1 once the log is imported, which this writes:
#   varnishncsa -q 'ReqURL ~ "^/(v1/updates/check|feeds/)"' \
#     -F '- - - %t "%r" %s %b "-" "%{User-Agent}i" "%{Sluice-Installation}i"' -w /var/log/varnish/sluice.log
vcl 4.1;

backend sluice {
  .host = "127.0.0.1";
  .port = "8080";
}

sub vcl_recv {
  if (req.method != "GET" && req.method != "HEAD") {
    return (pass);
  }
  if (req.url !~ "^/(v1/updates/check|feeds/)") {
    # A stream of events is sent as it comes.
    return (pipe);
  }
  # The key of an answer: the address without what changes nothing in it. App Installer's file repeats its address, so
  # nothing is left out there.
  set req.http.Sluice-Key = req.url;
  if (req.url !~ "^/feeds/appinstaller/") {
    set req.http.Sluice-Key = regsub(req.http.Sluice-Key, "^(/v1/updates/check)/i/[^/?]+(\?.*)?$", "\1\2");
    set req.http.Sluice-Key = regsub(req.http.Sluice-Key, "(?i)^(/feeds/[^?]*)/installation/[^/?]+(.*)$", "\1\2");
  }
  # electron-updater adds the time to an address that has no query.
  set req.http.Sluice-Key = regsub(req.http.Sluice-Key, "^([^?]*)\?noCache=[^&]*$", "\1");
  # The installation of the header, for the log: the app's own, or the one of electron-updater.
  if (!req.http.Sluice-Installation && req.http.X-User-Staging-Id) {
    set req.http.Sluice-Installation = req.http.X-User-Staging-Id;
  }
  # Nobody signs in here, and what is sent all the same changes no answer.
  unset req.http.Cookie;
  unset req.http.Authorization;
  return (hash);
}

sub vcl_hash {
  hash_data(req.http.Sluice-Key);
  hash_data(req.http.Host);
  return (lookup);
}

sub vcl_backend_fetch {
  unset bereq.http.Sluice-Key;
}

sub vcl_backend_response {
  # Sluice says what may be kept and for how long. Never stale, not even while a newer answer is fetched: after a date
  # that would be an answer of before.
  set beresp.grace = 0s;
  set beresp.keep = 0s;
}
