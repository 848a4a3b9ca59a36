import afterglow.ground.access.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('access', '__first__'),
        ('diary', '0001_initial'),
        ('pathway', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('protocol_version', models.DateField()),
                ('treatment_code', models.CharField(max_length=64)),
                ('dose_per_kg_micrograms', models.PositiveIntegerField(null=True)),
                ('dose_micrograms', models.PositiveIntegerField(null=True)),
                ('spacing', models.CharField(max_length=40)),
                ('planned_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathway.episode')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clinic', 'episode', 'number'), name='course_number'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('clinic', 'episode'), name='one_course_at_a_time'), models.CheckConstraint(condition=models.Q(('dose_per_kg_micrograms__isnull', True), ('dose_micrograms__isnull', True), _connector='XOR'), name='course_dose_by_weight_or_fixed')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('plan', 'Plan the course'), ('continue', 'Go on as planned'), ('change-dose', 'Change the dose'), ('lengthen-interval', 'Lengthen the interval'), ('shorten-interval', 'Shorten the interval'), ('add-medicine', 'Add a medicine'), ('break', 'Take a break'), ('resume', 'Go on after a break or a review'), ('maintenance', 'Go on to maintenance'), ('oral-after-gap', 'Oral treatment after the gap'), ('review', 'Stop for a review'), ('stop', 'Stop the course'), ('end-well', 'End the course: well')], max_length=24)),
                ('reason', models.TextField()),
                ('dose_per_kg_micrograms', models.PositiveIntegerField(null=True)),
                ('dose_micrograms', models.PositiveIntegerField(null=True)),
                ('spacing', models.CharField(blank=True, max_length=40)),
                ('until', models.DateField(null=True)),
                ('prescriber', models.CharField(blank=True, max_length=200)),
                ('findings', models.JSONField(default=list)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='course.course')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Treatment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=64)),
                ('drug', models.CharField(max_length=20)),
                ('route', models.CharField(max_length=20)),
                ('planned_day', models.DateField()),
                ('planned_micrograms', models.PositiveIntegerField(null=True)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('given', 'given'), ('not given', 'not given')], default='planned', max_length=12)),
                ('begun_at', models.DateTimeField(null=True)),
                ('given_micrograms', models.PositiveIntegerField(null=True)),
                ('given_at', models.DateTimeField(null=True)),
                ('side_effects', models.TextField(blank=True)),
                ('not_given_because', models.CharField(blank=True, max_length=300)),
                ('appointment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='diary.appointment')),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='treatments', to='course.course')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'planned_day', 'state'], name='treatment_by_day')],
                'constraints': [models.UniqueConstraint(fields=('clinic', 'course', 'number'), name='treatment_number'), models.UniqueConstraint(condition=models.Q(('appointment__isnull', False)), fields=('clinic', 'appointment'), name='one_treatment_for_an_appointment'), models.CheckConstraint(condition=models.Q(models.Q(('given_at__isnull', False), ('given_micrograms__isnull', False), ('state', 'given')), models.Q(models.Q(('state', 'given'), _negated=True), ('given_at__isnull', True), ('given_micrograms__isnull', True)), _connector='OR'), name='given_means_how_much_and_when')],
            },
        ),
        migrations.CreateModel(
            name='DoseReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('weight_grams', models.PositiveIntegerField(null=True)),
                ('last_response', models.TextField()),
                ('side_effects', models.TextField()),
                ('wants_more', models.BooleanField(default=False)),
                ('uses_elsewhere', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='course.dosereview')),
                ('treatment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='course.treatment')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Direction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('drug', models.CharField(max_length=20)),
                ('route', models.CharField(max_length=20)),
                ('dose_micrograms', models.PositiveIntegerField()),
                ('dose_per_kg_micrograms', models.PositiveIntegerField(null=True)),
                ('weight_grams', models.PositiveIntegerField(null=True)),
                ('weight_basis', models.CharField(blank=True, max_length=12)),
                ('minutes', models.PositiveSmallIntegerField(null=True)),
                ('microlitres', models.PositiveIntegerField(null=True)),
                ('rate_microlitres_per_hour', models.PositiveIntegerField(null=True)),
                ('most_micrograms', models.PositiveIntegerField()),
                ('may_slow', models.CharField(blank=True, max_length=100)),
                ('valid_on', models.DateField()),
                ('note', models.TextField(blank=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='course.direction')),
                ('treatment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='directions', to='course.treatment')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
