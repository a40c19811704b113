// death.test.js: whether the wish about the place of death was met.
import assert from "node:assert/strict"
import { test } from "node:test"
import { wishMet } from "../../static/js/ui/death.js"

test("the same place is a yes, another one a no", () => {
	for (const place of ["home", "hospice", "palliative_bed", "other_hospital", "social_institution"])
		assert.equal(wishMet(place, place), "yes", place)
	assert.equal(wishMet("home", "hospice"), "no")
	assert.equal(wishMet("hospice", "palliative_bed"), "no")
	assert.equal(wishMet("home", "ambulance"), "no")
})

test("without a wish, or a place, it is not known", () => {
	for (const wished of ["", "no_preference", "undecided"])
		assert.equal(wishMet(wished, "home"), "unknown", wished)
	assert.equal(wishMet("home", "unknown"), "unknown")
})

test("what only a person can tell is left to him", () => {
	assert.equal(wishMet("relatives", "home"), "")
	assert.equal(wishMet("home", "other"), "")
	assert.equal(wishMet("other", "other"), "")
	assert.equal(wishMet("hospice", ""), "")
})
