<?php
// index.php: the patient list as a careful PHP program makes it: PHP-FPM with opcache and JIT, a persistent PDO
// connection, prepared statements, the same transaction, session, audit and page. PDO forgets its statements at the
// end of a request; with BENCH_TUNED they are prepared once for each connection, by hand, behind PDO's back.
require __DIR__ . '/page.php';

const STATUSES = ['active' => ['on the register', 'ok'], 'draft' => ['draft', 'quiet'],
	'awaiting' => ['awaiting the commission', 'warn'], 'suspended' => ['suspended', 'quiet'], 'removed' => ['removed', 'quiet'],
	'refused' => ['refused by the commission', 'quiet'], 'declined' => ['declined by the patient', 'quiet']];
const OFF_REGISTER = ['removed', 'refused', 'declined'];
const SEXES = ['u' => 'unknown', 'f' => 'female', 'm' => 'male'];
const SORTS = ['change' => 'last changed', 'number' => 'register number', 'age' => 'oldest first',
	'pain' => 'worst pain first', 'seen' => 'longest unseen first', 'date_in' => 'newest on the register'];
const FILTERS = ['status', 'diagnosis', 'group', 'sex', 'age_from', 'age_to', 'since', 'until', 'institution', 'pain_from',
	'unseen'];

define('TUNED', isset($_SERVER['BENCH_TUNED']));
$words = require __DIR__ . '/words.php';
$db = new PDO(getenv('BENCH_PDO'), null, null, [
	PDO::ATTR_PERSISTENT => true, PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_EMULATE_PREPARES => TUNED,
]);

function run(PDO $db, string $name, array $args): array
{
	static $statements = null;
	if (TUNED) {
		$texts = array_map(fn ($arg) => $arg === null ? 'NULL' : $db->quote((string) $arg), $args);
		$list = $texts === [] ? '' : '(' . implode(', ', $texts) . ')';
		return $db->query("EXECUTE $name $list")->fetchAll(PDO::FETCH_NUM);
	}
	$statements ??= require __DIR__ . '/statements-pdo.php';
	$statement = $db->prepare($statements[$name]);
	$statement->execute(array_combine(array_map(fn ($i) => "p$i", array_keys($args)), $args));
	return $statement->fetchAll(PDO::FETCH_NUM);
}

/** The first statement of a request finds out whether this connection knows the others. */
function take_session(PDO $db, string $hash): array
{
	$db->beginTransaction();
	try {
		return run($db, 'session_take', [$hash]);
	} catch (PDOException $e) {
		if ($e->getCode() !== '26000')
			throw $e;
		$db->rollBack();
		foreach (require __DIR__ . '/statements.php' as $name => $sql)
			$db->exec("PREPARE $name AS $sql");
		$db->beginTransaction();
		return run($db, 'session_take', [$hash]);
	}
}

function base64url(string $bytes): string
{
	return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function date_text(?string $iso): string
{
	return $iso === null ? '' : substr($iso, 8, 2) . '.' . substr($iso, 5, 2) . '.' . substr($iso, 0, 4);
}

function options(array $rows, ?string $selected): array
{
	$all = [];
	foreach ($rows as $row)
		$all[] = ['code' => $row[0], 'id' => $row[0], 'name' => $row[1], 'selected' => (string) $row[0] === $selected];
	return $all;
}

function choices(array $names, array $words, ?string $selected): array
{
	$rows = [];
	foreach ($names as $code => $name)
		$rows[] = [$code, $words[is_array($name) ? $name[0] : $name]];
	return options($rows, $selected);
}

function show_row(array $r, array $words, bool $may_write): array
{
	[$status, $tone] = STATUSES[$r[7]];
	$pain = $r[8];
	return ['id' => $r[0], 'registry_no' => $r[1], 'age' => $r[2], 'sex_text' => $words[SEXES[$r[3]]],
		'diagnosis' => $r[5], 'diagnosis_title' => $r[6] ?? '', 'institution' => $r[4] ?? '',
		'status_text' => $words[$status], 'status_tone' => $tone, 'pain' => (string) ($pain ?? ''),
		'pain_tone' => $pain > 6 ? 'stop' : ($pain > 3 ? 'warn' : ''), 'seen_on' => date_text($r[9]),
		'may_prescribe' => $may_write && !in_array($r[7], OFF_REGISTER, true)];
}

function show_pages(int $page, int $shown, int $total): array
{
	if ($total <= 50)
		return [];
	$link = function (int $n) {
		return '/patients?' . http_build_query(['page' => $n] + array_filter($_GET, fn ($v) => $v !== ''));
	};
	return [['first' => $page * 50 + 1, 'last' => $page * 50 + $shown, 'of' => $total,
		'previous' => $page > 0 ? $link($page - 1) : '', 'next' => ($page + 1) * 50 < $total ? $link($page + 1) : '']];
}

$cookie = $_COOKIE['__Host-palreg'] ?? '';
$key = base64_decode(strtr($cookie, '-_', '+/'), true);
if ($key === false || strlen($key) !== 32) {
	header('Location: /login', true, 303);
	exit;
}
$session = take_session($db, '\\x' . hash('sha256', $key))[0] ?? null;
if ($session === null) {
	$db->rollBack();
	header('Location: /login', true, 303);
	exit;
}
[, , $name, $language, , , $permissions] = $session;
$may = array_fill_keys(explode(' ', strtolower($permissions)), true);
if (!isset($may['patient_read'])) {
	$db->rollBack();
	http_response_code(403);
	exit;
}

$filter = array_map(fn ($f) => ($_GET[$f] ?? '') === '' ? null : $_GET[$f], array_combine(FILTERS, FILTERS));
$number = max(0, (int) ($_GET['page'] ?? 0));
$sort = isset(SORTS[$_GET['sort'] ?? '']) ? $_GET['sort'] : 'change';
$args = array_values($filter);
// The first page of all has statements without a parameter, planned once.
$first = array_filter($filter) === [] && $number === 0;
$rows = $first ? run($db, "patient_first_by_{$sort}_$language", [])
	: run($db, "patient_by_$sort", [...$args, $language, $number * 50]);
$total = run($db, $first ? 'patient_count_all' : 'patient_count', $first ? [] : $args)[0][0];
$institutions = run($db, 'area_list', ['institution', 'patient_read', $language]);
$groups = run($db, 'book_groups', [$language]);

$page = [
	'title' => $words['Patient search'], 'template' => [['blank' => true]], 'has_rows' => $rows !== [], 'total' => $total,
	'rows' => array_map(fn ($r) => show_row($r, $words, isset($may['record_write'])), $rows),
	'filtered' => array_filter($filter) !== [], 'more' => array_filter(array_slice($filter, 3)) !== [], 'errors' => [],
	'statuses' => choices(STATUSES, $words, $filter['status']), 'sexes' => choices(SEXES, $words, $filter['sex']),
	'sorts' => choices(SORTS, $words, $_GET['sort'] ?? null), 'groups' => options($groups, $filter['group']),
	'institutions_differ' => count($institutions) > 1,
	'institutions' => options(array_map(fn ($r) => [$r[0], $r[2]], $institutions), $filter['institution']),
	'pages' => show_pages($number, count($rows), $total),
] + array_map('strval', $filter);
$base = [
	'lang' => $language, 'lang_ru' => $language === 'ru', 'lang_en' => $language === 'en', 'handler' => 'patient_list',
	'request_path' => '/patients', 'request_id' => $_SERVER['REQUEST_ID'], 'signed_in' => true, 'user_name' => $name,
	'csrf' => base64url(hash_hmac('sha256', 'palreg csrf v1', $key, true)) . '.' . substr($_SERVER['REQUEST_ID'], 0, 12),
	'nav_patients' => true,
];
foreach (['patient_read', 'patient_write', 'record_read', 'record_write', 'report_patient', 'report_summary', 'user_manage'] as $p)
	$base["may_$p"] = isset($may[$p]);

header('Content-Type: text/html; charset=utf-8');
header('Cache-Control: no-store');
ob_start();
show_page($page, $base);
run($db, 'audit_read', ['PATIENT_LIST', 'OK', null, $_SERVER['REQUEST_ID'], $_SERVER['REMOTE_ADDR'], null]);
$db->commit();
ob_end_flush();
