-- What wrk runs: every request is a report nobody sent before. Arguments: the kind of load
-- (xml, json, life), the first number, then one Basic credential after another.
-- `life` opens a report and finishes it, so that every second request is a /finish.

local kind, number, credentials, used = "json", 0, {}, 0
local paths = { json = "/api/v1/reports", xml = "/ispws/submit", life = "/ispws/submit" }
local types = { json = "application/json", xml = "text/xml; charset=utf-8", life = "text/xml; charset=utf-8" }
local pieces, waiting = {}, {}
local bodies = os.getenv("INTAKE_BODIES")

local function split(text, mark)
  local found, from = {}, 1
  while true do
    local first, last = text:find(mark, from, true)
    if not first then break end
    found[#found + 1] = text:sub(from, first - 1)
    from = last + 1
  end
  found[#found + 1] = text:sub(from)
  return found
end

function init(arguments)
  kind, number = arguments[1], tonumber(arguments[2])
  for place = 3, #arguments do credentials[#credentials + 1] = arguments[place] end
  local file = io.open(bodies, "rb")
  pieces = split(file:read("*a"), "@@@@@@@@@@")
  file:close()
  if kind == "life" then response = collect end
end

function request()
  used = used % #credentials + 1
  local headers = { Authorization = credentials[used] }
  if kind == "life" and #waiting > 0 then
    local open = table.remove(waiting)
    headers.Authorization = open.credential
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    return wrk.format("POST", "/ispws/finish", headers, "id=" .. open.id)
  end
  number = number + 1
  headers["Content-Type"] = types[kind]
  return wrk.format("POST", paths[kind], headers, table.concat(pieces, string.format("%010d", number)))
end

-- Every credential can finish only its own reports, so `life` is run with one.
function collect(status, headers, body)
  local id = body:match("<reportId>(%d+)</reportId>")
  if status == 200 and id and not body:find("reportDone") then
    waiting[#waiting + 1] = { id = id, credential = credentials[1] }
  end
end

function done(summary, latency, _)
  local errors = summary.errors
  print(string.format(
    'RESULT {"answers": %d, "seconds": %.6f, "p50_ms": %.3f, "p99_ms": %.3f, "most_ms": %.3f, "refused": %d, "broken": %d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
