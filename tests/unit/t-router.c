/* t-router.c: the gates of every request, by plain CGI calls without a database. */

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "unit.h"

#define ORIGIN	"https://127.0.0.1:8443"
#define FORM	"CONTENT_TYPE=application/x-www-form-urlencoded"
#define SAME	"HTTP_SEC_FETCH_SITE=same-origin"
#define OURS	"HTTP_ORIGIN=" ORIGIN
#define COOKIE	"HTTP_COOKIE=__Host-palreg=" \
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

enum { ANSWER_MAX = 64 * 1024 };

static struct arena *arena;
static char dir[] = "/tmp/t-router-XXXXXX";
static char answer[ANSWER_MAX];
static int exit_code;

/* The child's side: only what the test names is in its environment. */
static void
become_program(const char *const *env, int in, int out)
{
	const char *program = getenv("ROUTER_PROGRAM");
	char *vars[40];
	size_t n = 0;
	int quiet = open("/dev/null", O_WRONLY);

	if (program == NULL)
		program = "tests/unit/router-program";
	vars[n++] = text_printf(arena, "PALREG_TEMPLATES=%s", dir);
	vars[n++] = text_printf(arena, "PALREG_LOCALE=%s", dir);
	vars[n++] = text_printf(arena, "PALREG_ORIGIN=%s", ORIGIN);
	for (; *env != NULL; env++)
		vars[n++] = text_copy(arena, *env);
	vars[n] = NULL;
	if (dup2(in, 0) == -1 || dup2(out, 1) == -1 || dup2(quiet, 2) == -1)
		_exit(99);
	execve(program, (char *[]){ text_copy(arena, program), NULL }, vars);
	_exit(99);
}

/* Put the body where the program reads it: a file, so that nothing waits. */
static int
body_file(const char *body)
{
	char name[] = "/tmp/t-router-body-XXXXXX";
	int fd = mkstemp(name);
	size_t len = strlen(body);

	assert_int_not_equal(fd, -1);
	unlink(name);
	assert_int_equal(write(fd, body, len), len);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static void
run(const char *const *env, const char *body)
{
	int in = body_file(body), out[2], status;
	size_t len = 0;
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(out), 0);
	fflush(NULL);
	if ((pid = fork()) == 0) {
		close(out[0]);
		become_program(env, in, out[1]);
	}
	close(out[1]);
	close(in);
	while ((n = read(out[0], answer + len, ANSWER_MAX - 1 - len)) > 0)
		len += (size_t)n;
	answer[len] = '\0';
	close(out[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	exit_code = WEXITSTATUS(status);
}

/* One call; the last of the variables is NULL. */
#define CALL(method, uri, body, ...) \
	call(method, uri, body, (const char *const[]){ __VA_ARGS__, NULL })

static int
call(const char *method, const char *uri, const char *body,
    const char *const *more)
{
	const char *env[32];
	size_t n = 0;

	arena_reset(arena);
	env[n++] = text_printf(arena, "REQUEST_METHOD=%s", method);
	env[n++] = text_printf(arena, "REQUEST_URI=%s", uri);
	if (*body != '\0')
		env[n++] = text_printf(arena, "CONTENT_LENGTH=%zu",
		    strlen(body));
	while (*more != NULL)
		env[n++] = *more++;
	env[n] = NULL;
	run(env, body);
	if (strncmp(answer, "Status: ", 8) != 0)
		fail_msg("%s %s: no status in \"%s\"", method, uri, answer);
	return atoi(answer + 8);
}

static bool
has(const char *text)
{
	return strstr(answer, text) != NULL;
}

static const char *
body_of(void)
{
	const char *end = strstr(answer, "\r\n\r\n");

	assert_non_null(end);
	return end + 4;
}

static int
get(const char *uri)
{
	return CALL("GET", uri, "", SAME);
}

static void
test_pages(void **state)
{
	(void)state;
	assert_int_equal(get("/health"), 200);
	assert_string_equal(body_of(), "ok\n");
	assert_int_equal(exit_code, 0);
	assert_int_equal(get("/things/a-7?done=echoed"), 200);
	assert_true(has("Content-Type: text/html; charset=utf-8\r\n"));
	assert_true(has("Cache-Control: no-store\r\n"));
	assert_string_equal(body_of(),
	    "<html lang=\"ru\" data-page=\"show\">done <p>a-7</p></html>");
	assert_int_equal(CALL("GET", "/things/a", "",
	    "HTTP_ACCEPT_LANGUAGE=en"), 200);
	assert_true(has("lang=\"en\""));
	assert_int_equal(CALL("GET", "/things/a", "", "HTTP_COOKIE=lang=ru",
	    "HTTP_ACCEPT_LANGUAGE=en"), 200);
	assert_true(has("lang=\"ru\""));
}

static void
test_matching(void **state)
{
	(void)state;
	assert_int_equal(get("/things/new"), 200);
	assert_string_equal(body_of(), "fixed");
	assert_int_equal(get("/things/new/of/x"), 200);
	assert_true(has("<p>new</p>"));
	assert_int_equal(get("/nowhere"), 404);
	assert_true(has("<p>is_404</p>") && has("data-page=\"error\""));
	assert_int_equal(get("/things/"), 404);
	assert_int_equal(get("/things/a/"), 404);
	assert_int_equal(get("/things/a%20b"), 404);
	assert_int_equal(get("/things/../health"), 404);
	assert_int_equal(get("//health"), 404);
	assert_int_equal(get("/health/"), 404);
}

static void
test_methods(void **state)
{
	(void)state;
	assert_int_equal(CALL("DELETE", "/things/a", "", SAME), 405);
	assert_true(has("Allow: GET, HEAD\r\n"));
	assert_int_equal(get("/things"), 405);
	assert_true(has("Allow: POST\r\n"));
	assert_int_equal(CALL("PUT", "/both", "", SAME), 405);
	assert_true(has("Allow: GET, HEAD, POST\r\n"));
	assert_int_equal(CALL("OPTIONS", "/health", "", SAME), 405);
	assert_int_equal(CALL("DELETE", "/nowhere", "", SAME), 404);
}

static void
test_head(void **state)
{
	(void)state;
	assert_int_equal(CALL("HEAD", "/things/new", "", SAME), 200);
	assert_string_equal(body_of(), "");
	assert_true(has("Content-Length: 5\r\n"));
	assert_int_equal(CALL("HEAD", "/nowhere", "", SAME), 404);
	assert_string_equal(body_of(), "");
	assert_int_equal(CALL("HEAD", "/things", "", SAME), 405);
}

static void
test_etag(void **state)
{
	char known[100], *etag;

	(void)state;
	assert_int_equal(get("/things/new"), 200);
	assert_true(has("filename=\"a.txt\""));
	assert_non_null(etag = strstr(answer, "ETag: \""));
	snprintf(known, sizeof(known), "HTTP_IF_NONE_MATCH=%.24s", etag + 6);
	assert_int_equal(CALL("GET", "/things/new", "", known), 304);
	assert_string_equal(body_of(), "");
	assert_int_equal(CALL("GET", "/things/new", "",
	    "HTTP_IF_NONE_MATCH=\"AAAAAAAAAAAAAAAAAAAAAA\""), 200);
	assert_int_equal(get("/things/a"), 200);
	assert_false(has("ETag"));
}

static void
test_bad_requests(void **state)
{
	char long_uri[5000];

	(void)state;
	assert_int_equal(get("/things/%ff"), 400);
	assert_true(has("<p>is_400</p>"));
	assert_int_equal(get("/things/a?x"), 400);
	assert_int_equal(CALL("POST", "/things", "{}", SAME,
	    "CONTENT_TYPE=application/json"), 415);
	assert_int_equal(CALL("POST", "/things", "", SAME, FORM,
	    "CONTENT_LENGTH=999999"), 413);
	memset(long_uri, 'a', sizeof(long_uri));
	long_uri[0] = '/';
	long_uri[sizeof(long_uri) - 1] = '\0';
	assert_int_equal(get(long_uri), 414);
	assert_int_equal(exit_code, 0);
}

static void
test_forms(void **state)
{
	(void)state;
	assert_int_equal(CALL("POST", "/things", "text=a&csrf=x", SAME, FORM),
	    303);
	assert_true(has("Location: /things/a?done=echoed\r\n"));
	assert_int_equal(CALL("POST", "/things", "text=%3Cb%3E&n=10", SAME,
	    FORM), 422);
	assert_true(has("[&lt;b&gt;][This number is out of range]"));
	assert_int_equal(CALL("POST", "/things", "text=a&other=1", SAME,
	    FORM), 400);
	assert_true(has("<p>is_400</p>"));
	assert_int_equal(CALL("POST", "/things", "text=a&text=b", SAME, FORM),
	    400);
}

/* Who may post without a session: the browser must say it is our page. */
static void
test_origin(void **state)
{
	(void)state;
	assert_int_equal(CALL("POST", "/things", "text=a", SAME, FORM), 303);
	assert_int_equal(CALL("POST", "/things", "text=a", OURS, FORM), 303);
	assert_int_equal(CALL("POST", "/things", "text=a", OURS, SAME, FORM),
	    303);
	assert_int_equal(CALL("POST", "/things", "text=a", FORM), 403);
	assert_int_equal(CALL("POST", "/things", "text=a", FORM,
	    "HTTP_SEC_FETCH_SITE=cross-site"), 403);
	assert_int_equal(CALL("POST", "/things", "text=a", FORM,
	    "HTTP_SEC_FETCH_SITE=same-site", OURS), 403);
	assert_int_equal(CALL("POST", "/things", "text=a", FORM,
	    "HTTP_SEC_FETCH_SITE=none"), 403);
	assert_int_equal(CALL("POST", "/things", "text=a", FORM, SAME,
	    "HTTP_ORIGIN=https://evil.example"), 403);
	assert_int_equal(CALL("POST", "/things", "text=a", FORM,
	    "HTTP_ORIGIN=null"), 403);
	assert_int_equal(CALL("POST", "/things", "text=a", FORM,
	    "HTTP_ORIGIN=" ORIGIN "."), 403);
	assert_true(has("<p>is_403</p>"));
}

static void
test_no_session(void **state)
{
	(void)state;
	assert_int_equal(get("/self"), 303);
	assert_true(has("Location: /login?next=/self\r\n"));
	assert_int_equal(get("/patients"), 303);
	assert_int_equal(CALL("POST", "/self", "text=a", SAME, FORM), 303);
	assert_true(has("Location: /login\r\n"));
	assert_int_equal(CALL("GET", "/self", "", COOKIE), 303);
	assert_true(has("Location: /login?done=session_ended&next=/self\r\n"));
	assert_int_equal(get("/api/self"), 401);
	assert_true(has("Content-Type: application/json\r\n"));
	assert_true(has("{\"error\":\"session\",\"message\":"));
}

static void
test_api_errors(void **state)
{
	(void)state;
	assert_int_equal(get("/api/nowhere"), 404);
	assert_true(has("{\"error\":\"not_found\","));
	assert_int_equal(get("/api/missing"), 404);
	assert_int_equal(get("/api/echo"), 405);
	assert_true(has("Allow: POST\r\n") && has("\"method\""));
	assert_int_equal(CALL("POST", "/api/echo", "text=a&n=x", SAME, FORM),
	    422);
	assert_true(has("\"invalid\""));
	assert_int_equal(CALL("POST", "/api/echo", "text=a&o=x", SAME, FORM),
	    400);
	assert_true(has("\"request\""));
	assert_int_equal(CALL("POST", "/api/echo", "text=a", FORM), 403);
	assert_true(has("\"denied\""));
	assert_int_equal(CALL("POST", "/api/echo", "text=a", SAME, FORM),
	    429);
	assert_string_equal(body_of(),
	    "{\"error\":\"wait\",\"message\":\"Wait\"}");
}

static void
test_statuses(void **state)
{
	(void)state;
	assert_int_equal(get("/denied"), 403);
	assert_int_equal(get("/missing"), 404);
	assert_int_equal(get("/stale"), 409);
	assert_int_equal(exit_code, 0);
	assert_int_equal(get("/broken"), 503);
	assert_true(has("Retry-After: 2\r\n"));
	assert_int_equal(exit_code, 1);
}

static void
write_template(const char *name, const char *text)
{
	char path[100];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s.html", dir, name);
	if ((file = fopen(path, "w")) == NULL || fputs(text, file) < 0 ||
	    fclose(file) != 0)
		abort();
}

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	arena = arena_new();
	write_template("layout", "<html lang=\"{{lang}}\" data-page="
	    "\"{{handler}}\">{{#done_echoed}}done {{/done_echoed}}{{>page}}"
	    "</html>");
	write_template("show", "<p>{{id}}</p>");
	write_template("echo", "[{{text}}][{{n_error}}]");
	write_template("error", "<p>{{#is_400}}is_400{{/is_400}}"
	    "{{#is_403}}is_403{{/is_403}}{{#is_404}}is_404{{/is_404}}</p>");
	return 0;
}

static int
teardown(void **state)
{
	char command[100];

	(void)state;
	arena_free(arena);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_matching),
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_etag),
		cmocka_unit_test(test_bad_requests),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_origin),
		cmocka_unit_test(test_no_session),
		cmocka_unit_test(test_api_errors),
		cmocka_unit_test(test_statuses),
	};

	return cmocka_run_group_tests_name("router", tests, setup, teardown);
}
