-- load.lua: wrk asks as one doctor after the other; cookies in the file that BENCH_COOKIES names, or as nobody.
local requests, last = {}, 0

function init()
	for cookie in io.lines(os.getenv("BENCH_COOKIES")) do
		requests[#requests + 1] = wrk.format("GET", nil, { Cookie = "__Host-palreg=" .. cookie })
	end
	if #requests == 0 then
		requests[1] = wrk.format("GET")
	end
	last = math.random(#requests)
end

function request()
	last = last % #requests + 1
	return requests[last]
end

function done(summary, latency)
	local bad = 0
	for _, count in pairs(summary.errors) do
		bad = bad + count
	end
	io.write(string.format("rps %.1f bytes %d bad %d p95_ms %.1f\n", summary.requests / summary.duration * 1e6,
	    summary.bytes / summary.requests, bad, latency:percentile(95) / 1000))
end
