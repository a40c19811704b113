/* scale.h: round steps for an axis and its numbers. */
#ifndef REPORTS_SCALE_H
#define REPORTS_SCALE_H

struct arena;

struct scale {
	double	top;
	double	step;	/* 1, 2 or 5 times a power of ten */
	int	steps;	/* top is so many of them, at most six */
};

/* The axis from 0 to the least round top that is not below most. */
struct scale scale_for(double most);

/* A number without needless decimals, with a comma or a point. */
const char *scale_number(struct arena *a, double v, int comma);

/* Two decimals and a point, whatever the locale has; v is not negative. */
const char *scale_length(struct arena *a, double v);

/* A decimal given as text, "2.5", with a comma or a point. */
const char *scale_decimal(struct arena *a, const char *text, int comma);

#endif
